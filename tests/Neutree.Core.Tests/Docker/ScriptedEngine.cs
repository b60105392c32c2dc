using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Neutree.Core.Docker;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Docker;

/// <summary>Answers as an engine would, over a Unix socket: <c>_ping</c> with a version, the rest as the test says.</summary>
internal sealed class ScriptedEngine : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _application;

    private ScriptedEngine(string apiVersion, RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.ListenUnixSocket(_folder.File("docker.sock")));
        _application = builder.Build();
        _application.Run(async context =>
        {
            Requests.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            if (context.Request.Path == "/_ping")
            {
                context.Response.Headers["Api-Version"] = apiVersion;
                return;
            }

            await answer(context);
        });
    }

    /// <summary>Method, path and query of each request.</summary>
    public List<string> Requests { get; } = [];

    public DockerEndpoint Endpoint => new("unix://" + _folder.File("docker.sock"));

    public static async Task<ScriptedEngine> StartAsync(RequestDelegate answer, string apiVersion = "1.41")
    {
        ScriptedEngine engine = new(apiVersion, answer);
        await engine._application.StartAsync();
        return engine;
    }

    public static async Task<ScriptedEngine> StartAsync(int status, string body) =>
        await StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _folder.Dispose();
    }
}
