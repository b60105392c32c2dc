using System.Text;
using System.Text.Json;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Cli.Tests;

public sealed class PackagePublishTests : IDisposable
{
    private const string Secret = "t0ken-that-is-secret";
    private readonly CliSetup _setup = new();

    public PackagePublishTests()
    {
        File.WriteAllText(Path.Join(_setup.Folder, "x.tar.gz"), "content");
    }

    public void Dispose() => _setup.Dispose();

    private static ScriptedServer Receiver() => ScriptedServer.Answer(request => ScriptedServer.Reply(request.Method == "POST" ? "200 OK" : "404 Not Found"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Address_and_token_come_from_the_environment_or_from_input(bool fromEnvironment)
    {
        await using ScriptedServer server = Receiver();
        if (fromEnvironment)
        {
            _setup.Environment["UPLOAD_URL"] = $"http://{server.Host}/upload";
            _setup.Environment["UPLOAD_TOKEN"] = Secret;
        }
        else
        {
            _setup.Input = Secret + "\n";
        }

        CliResult result = await CliProcess.RunAsync(_setup, ["package", "publish", "x.tar.gz", .. fromEnvironment ? (string[])[] : ["--uri", $"http://{server.Host}/upload", "--token-stdin"]]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["POST /upload", "POST /upload"], server.Lines);
        Assert.All(server.Requests, request => Assert.Equal("Bearer " + Secret, request["Authorization"]));
        Assert.StartsWith($"published: {Path.Join(_setup.Folder, "x.tar.gz")} -> http://{server.Host}/upload (sent", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result.Output + result.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_told_and_the_others_are_published_all_the_same()
    {
        await using ScriptedServer server = Receiver();

        CliResult result = await CliProcess.RunAsync(_setup, "package", "publish", "missing.tar.gz", "x.tar.gz", "--uri", $"http://{server.Host}/upload", "-o", "json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("there is no file", result.Complaints, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.Equal("published", Assert.Single(json.RootElement.EnumerateArray()).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("package publish x.tar.gz", "needs --uri, or UPLOAD_URL")]
    [InlineData("package publish --uri http://x/", "needs at least one package")]
    [InlineData("package publish x.tar.gz --uri ftp://x/", "the argument of --uri is not an http or https address")]
    [InlineData("package publish x.tar.gz --uri http://x/ --method ftp", "must be one of post, put, webdav")]
    [InlineData("package publish x.tar.gz --uri http://x/ --token a --token-stdin", "cannot be used together")]
    [InlineData("package receive", "needs at least one address")]
    [InlineData("package receive http://x/a http://x/b --sha256 00", "is the sum of one package")]
    public async Task A_command_that_cannot_be_meant_says_so(string command, string complaint)
    {
        CliResult result = await CliProcess.RunAsync(_setup, command.Split(' '));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(complaint, result.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_received_lies_in_the_folder_with_its_checksum()
    {
        const string sum = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";
        await using ScriptedServer server = ScriptedServer.Answer(request => request.Target switch
        {
            "/x.tar.gz" => ScriptedServer.Reply("200 OK", "", "content"),
            "/x.tar.gz.sha256" => ScriptedServer.Reply("200 OK", "", $"{sum}  x.tar.gz\n"),
            _ => ScriptedServer.Reply("404 Not Found"),
        });

        CliResult result = await CliProcess.RunAsync(_setup, "package", "receive", $"http://{server.Host}/x.tar.gz", "--destination", "here");

        Assert.Equal((0, ""), (result.ExitCode, result.Complaints));
        Assert.StartsWith($"received: http://{server.Host}/x.tar.gz -> {Path.Join(_setup.Folder, "here", "x.tar.gz")} (received", result.Output, StringComparison.Ordinal);
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Join(_setup.Folder, "here", "x.tar.gz"), Encoding.UTF8));
        Assert.Equal($"{sum}  x.tar.gz\n", await File.ReadAllTextAsync(Path.Join(_setup.Folder, "here", "x.tar.gz.sha256")));
    }
}
