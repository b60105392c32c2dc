using System.Net;
using Microsoft.AspNetCore.Http;
using Neutree.Core.Docker;

namespace Neutree.Core.Tests.Docker;

public sealed class DockerEngineTests
{
    private static readonly string[] ProjectLabel = ["com.docker.compose.project=neutree-core"];

    [Theory]
    [InlineData("1.24", "GET /v1.24/version")]
    [InlineData("1.41", "GET /v1.41/version")]
    [InlineData("1.99", "GET /v1.51/version")]
    public async Task The_lower_of_both_versions_is_spoken_and_asked_for_once(string theirs, string expected)
    {
        await using ScriptedEngine scripted = await ScriptedEngine.StartAsync(context => context.Response.WriteAsync("""{"Version":"20.10.24","Arch":"amd64"}"""), theirs);
        using DockerEngine engine = new(scripted.Endpoint);

        DockerVersion version = await engine.GetVersionAsync(default);
        await engine.GetVersionAsync(default);

        Assert.Equal(new DockerVersion { Version = "20.10.24", Architecture = "amd64" }, version);
        Assert.Equal(["GET /_ping", expected, expected], scripted.Requests);
    }

    [Fact]
    public async Task An_image_that_isn_t_there_is_null_and_any_other_refusal_an_error_with_the_engine_s_words()
    {
        await using ScriptedEngine scripted = await ScriptedEngine.StartAsync(context =>
        {
            bool missing = context.Request.Path.Value!.Contains("missing", StringComparison.Ordinal);
            context.Response.StatusCode = missing ? 404 : 500;
            return context.Response.WriteAsync("""{"message":"layer store is broken"}""");
        });
        using DockerEngine engine = new(scripted.Endpoint);

        Assert.Null(await engine.FindImageAsync("team/missing:1", default));
        DockerException error = await Assert.ThrowsAsync<DockerException>(() => engine.FindImageAsync("r.example.com:5000/a/b:1", default));

        Assert.Equal("GET /v1.41/images/r.example.com:5000/a/b:1/json", scripted.Requests[^1]);
        Assert.Equal(
            ("Docker.RequestFailed", ErrorKind.ServerFault, HttpStatusCode.InternalServerError, $"looking for r.example.com:5000/a/b:1 in the Docker engine at {engine.Address} failed: layer store is broken"),
            (error.ErrorId, error.Kind, error.StatusCode, error.Message));
    }

    [Fact]
    public async Task An_engine_that_isn_t_there_is_told_with_what_to_do()
    {
        using DockerEngine engine = new(new DockerEndpoint("unix:///nonexistent/docker.sock"));

        DockerException error = await Assert.ThrowsAsync<DockerException>(() => engine.PingAsync(default));

        Assert.Equal(
            ("Docker.Unreachable", "speaking to the Docker engine at unix:///nonexistent/docker.sock failed: there is no such socket"),
            (error.ErrorId, error.Message));
        Assert.Contains("apt-get install docker.io", error.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh://user@host")]
    [InlineData("docker.sock")]
    [InlineData("unix://")]
    public void An_address_that_can_t_be_spoken_to_is_refused_before_anything_is_contacted(string address)
    {
        DockerException error = Assert.Throws<DockerException>(() => new DockerEngine(new DockerEndpoint(address)));

        Assert.Equal("Docker.AddressNotSupported", error.ErrorId);
    }

    [Fact]
    public async Task Loading_sends_the_bytes_as_they_are_written_and_gives_what_was_loaded()
    {
        byte[]? received = null;
        await using ScriptedEngine scripted = await ScriptedEngine.StartAsync(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            received = body.ToArray();
            await context.Response.WriteAsync("""{"stream":"Loaded image: postgres:13\n"}""" + "\r\n" + """{"stream":"Loaded image ID: sha256:1f2e\n"}""" + "\n");
        });
        using DockerEngine engine = new(scripted.Endpoint);

        IReadOnlyList<string> loaded = await engine.LoadImagesAsync(async (stream, stop) => await stream.WriteAsync("archive"u8.ToArray(), stop), default);

        Assert.Equal("archive"u8.ToArray(), received);
        Assert.Equal(["postgres:13", "sha256:1f2e"], loaded);
    }

    [Fact]
    public async Task A_failure_inside_the_answer_of_a_load_is_an_error()
    {
        await using ScriptedEngine scripted = await ScriptedEngine.StartAsync(200, """{"stream":"Loaded image: a:1\n"}""" + "\n" + """{"error":"no space left on device","errorDetail":{}}""");
        using DockerEngine engine = new(scripted.Endpoint);

        DockerException error = await Assert.ThrowsAsync<DockerException>(() => engine.LoadImagesAsync((_, _) => Task.CompletedTask, default));

        Assert.Equal(("Docker.OperationFailed", $"loading images into the Docker engine at {engine.Address} failed: no space left on device"), (error.ErrorId, error.Message));
    }

    [Fact]
    public async Task What_the_writer_of_an_archive_throws_comes_out_as_it_is()
    {
        await using ScriptedEngine scripted = await ScriptedEngine.StartAsync(async context => await context.Request.Body.CopyToAsync(Stream.Null));
        using DockerEngine engine = new(scripted.Endpoint);
        DockerException broken = new("Test.Broken", ErrorKind.InvalidData, "the archive is broken");

        DockerException error = await Assert.ThrowsAsync<DockerException>(() => engine.LoadImagesAsync((_, _) => throw broken, default));

        Assert.Same(broken, error);
    }

    [Fact]
    public async Task A_build_gives_its_output_line_by_line_and_the_image_s_id()
    {
        await using ScriptedEngine scripted = await ScriptedEngine.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("""
                {"stream":"Step 1/2 : FROM scratch\n"}
                {"stream":" ---\u003e \n"}
                {"aux":{"ID":"sha256:abcd"}}
                {"stream":"Successfully built abcd\n"}

                """);
        });
        using DockerEngine engine = new(scripted.Endpoint);
        LogLinesOfBuild output = new();
        DockerBuildOptions options = new() { Tags = ["a/b:1"], Arguments = new Dictionary<string, string> { ["V"] = "1 2" }, Platform = "linux/arm64", NoCache = true };

        string id = await engine.BuildImageAsync(options, (_, _) => Task.CompletedTask, output, default);

        Assert.Equal("sha256:abcd", id);
        Assert.Equal(["Step 1/2 : FROM scratch", " --->", "Successfully built abcd"], output.Lines);
        Assert.Equal(
            "POST /v1.41/build?dockerfile=Dockerfile&rm=1&forcerm=1&t=a%2Fb%3A1&nocache=1&platform=linux%2Farm64&buildargs=%7B%22V%22%3A%221%202%22%7D",
            scripted.Requests[^1]);
    }

    [Fact]
    public async Task A_log_is_read_out_of_its_frames_and_as_it_stands_from_a_terminal()
    {
        byte[] frames = [1, 0, 0, 0, 0, 0, 0, 4, .. "one\n"u8, 2, 0, 0, 0, 0, 0, 0, 5, .. "two\r\n"u8, 1, 0, 0, 0, 0, 0, 0, 9, .. "thr"u8];
        await using ScriptedEngine scripted = await ScriptedEngine.StartAsync(context =>
            context.Request.Path.Value!.Contains("/tty/", StringComparison.Ordinal)
                ? context.Response.WriteAsync("plain\r\ntext")
                : context.Response.Body.WriteAsync(frames).AsTask());
        using DockerEngine engine = new(scripted.Endpoint);

        Assert.Equal(["one", "two", "thr"], await engine.ReadLogAsync(new DockerContainer { Id = "pipe" }, 50, default));
        Assert.Equal(["plain", "text"], await engine.ReadLogAsync(new DockerContainer { Id = "tty", Configuration = new() { Tty = true } }, 50, default));
        Assert.Contains("GET /v1.41/containers/pipe/logs?stdout=1&stderr=1&tail=50", scripted.Requests);
    }

    [Fact]
    public async Task Events_come_until_the_caller_has_enough()
    {
        await using ScriptedEngine scripted = await ScriptedEngine.StartAsync(async context =>
        {
            await context.Response.WriteAsync("""{"Action":"start","Actor":{"ID":"c1"}}""" + "\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using DockerEngine engine = new(scripted.Endpoint);

        DockerEvent? first = null;
        await foreach (DockerEvent happened in engine.WatchContainersAsync(ProjectLabel, default))
        {
            first = happened;
            break;
        }

        Assert.Equal(new DockerEvent { Action = "start", Actor = new() { ID = "c1" } }, first);
        Assert.Equal(
            "GET /v1.41/events?filters={\"label\":[\"com.docker.compose.project=neutree-core\"],\"type\":[\"container\"]}",
            Uri.UnescapeDataString(scripted.Requests[^1]));
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_told_as_such()
    {
        await using ScriptedEngine scripted = await ScriptedEngine.StartAsync(200, "<html>proxy</html>");
        using DockerEngine engine = new(scripted.Endpoint);

        DockerException error = await Assert.ThrowsAsync<DockerException>(() => engine.GetInfoAsync(default));

        Assert.Equal("Docker.InvalidAnswer", error.ErrorId);
    }

    private sealed class LogLinesOfBuild : IProgress<string>
    {
        public List<string> Lines { get; } = [];

        public void Report(string value) => Lines.Add(value);
    }
}
