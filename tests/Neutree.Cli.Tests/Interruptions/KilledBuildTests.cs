using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Cli.Tests.Interruptions;

/// <summary>Builds that end inside a layer: nothing stands under a final name, and the next run leaves no trace of them.</summary>
public sealed class KilledBuildTests
{
    private const int LayerSize = 4 * 1024 * 1024;

    [Theory]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task A_build_that_ends_inside_a_layer_leaves_no_package(string signal)
    {
        TaskCompletionSource inside = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isHeld = true;
        byte[] layer = RandomNumberGenerator.GetBytes(LayerSize);
        byte[] config = Encoding.ASCII.GetBytes($$"""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["{{Sum(layer)}}"]} }""");
        string manifest = $$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{Sum(config)}}","size":{{config.Length}}},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{Sum(layer)}}","size":{{layer.Length}}}]}""";
        await using ScriptedServer server = ScriptedServer.Run(async (request, connection) =>
        {
            if (request.Target.EndsWith(Sum(layer), StringComparison.Ordinal) && request.Method == "GET")
            {
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {layer.Length}\r\n\r\n");
                await connection.SendAsync(layer[..(LayerSize / 2)]);
                if (Volatile.Read(ref isHeld))
                {
                    inside.TrySetResult();
                    await connection.WaitForEndAsync();
                    return;
                }

                await connection.SendAsync(layer[(LayerSize / 2)..]);
                connection.Answered();
                return;
            }

            await connection.ReplyAsync(request, wire =>
                wire.Target.EndsWith("/manifests/1", StringComparison.Ordinal) ? ScriptedServer.Reply("200 OK", "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n", manifest)
                : wire.Target.EndsWith(Sum(config), StringComparison.Ordinal) ? ScriptedServer.Reply("200 OK", body: Encoding.ASCII.GetString(config))
                : wire.Target == "/v2/" ? ScriptedServer.Reply("200 OK")
                : ScriptedServer.Reply("404 Not Found"));
        });
        using CliSetup setup = new();
        string output = Directory.CreateDirectory(Path.Join(setup.Folder, "out")).FullName;
        await File.WriteAllTextAsync(Path.Join(setup.Folder, "list.txt"), $"{server.Host}/team/app:1\n");
        string[] build = ["package", "build", "images", "--image-list", "list.txt", "--output", "out/x.tar.gz", "--plain-http"];

        await using (CliProcess process = CliProcess.Start(setup, build))
        {
            await inside.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await process.SignalAsync(signal);
            int code = (await process.WaitAsync()).ExitCode;
            Assert.Equal(signal == "INT" ? 130 : 137, code);
        }

        string[] left = [.. Directory.EnumerateFiles(output).Select(path => Path.GetFileName(path)!)];
        Assert.True(signal == "INT" ? left.Length == 0 : left.All(name => name.EndsWith(".partial", StringComparison.Ordinal)), string.Join(", ", left));

        Volatile.Write(ref isHeld, false);
        CliResult second = await CliProcess.RunAsync(setup, build);
        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Equal(["x-manifest.yaml", "x.tar.gz", "x.tar.gz.sha256"], Directory.EnumerateFiles(output).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await CliProcess.RunAsync(setup, "package", "verify", "--deep", "out/x.tar.gz")).ExitCode);
    }

    private static string Sum(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
