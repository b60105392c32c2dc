using Microsoft.Extensions.Logging;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Configuration;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Core.Tests.Kubernetes;

/// <summary>A client of a <see cref="ScriptedServer"/>, with a clock that jumps. Discovery of core/v1 and apps/v1 is answered, and not part of the script.</summary>
internal sealed class ScriptedCluster : IAsyncDisposable
{
    private const string Core =
        """{"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"configmaps","kind":"ConfigMap","namespaced":true,"verbs":["get","watch"]},{"name":"pods","kind":"Pod","namespaced":true,"verbs":["get"]},{"name":"pods/log","kind":"Pod","namespaced":true,"verbs":["get"]},{"name":"nodes","kind":"Node","namespaced":false,"verbs":["get"]}]}""";

    private const string Apps =
        """{"kind":"APIResourceList","groupVersion":"apps/v1","resources":[{"name":"deployments","kind":"Deployment","namespaced":true,"verbs":["get"]}]}""";

    private ScriptedCluster(ScriptedServer server, KubernetesClientOptions options, KubeconfigUser user)
    {
        Server = server;
        Uri address = new($"http://{server.Host}");
        ClusterConnection connection = new(address, new KubeconfigCluster { Server = address.ToString() }, user, "shop");
        Client = new KubernetesClient(connection, options, new KubernetesEnvironment { Time = Time, Jitter = () => 0, GetVariable = _ => null, IsInteractive = false }, Log);
    }

    public ScriptedServer Server { get; }

    public InstantTime Time { get; } = new();

    public CollectingLogger Log { get; } = new();

    public IKubernetesClient Client { get; }

    /// <summary>The requests but those of discovery.</summary>
    public string[] Lines => [.. Server.Lines.Where(line => !IsDiscovery(line))];

    /// <summary>Answers each request with the script's text.</summary>
    public static ScriptedCluster Answer(Func<WireRequest, string> script, KubernetesClientOptions? options = null, KubeconfigUser? user = null) =>
        Run((request, connection) => connection.ReplyAsync(request, script), options, user);

    public static ScriptedCluster Run(Func<WireRequest, WireConnection, Task> script, KubernetesClientOptions? options = null, KubeconfigUser? user = null) =>
        new(
            ScriptedServer.Run((request, connection) => request.Target switch
            {
                "/api/v1" => connection.ReplyAsync(request, _ => Json("200 OK", Core)),
                "/apis/apps/v1" => connection.ReplyAsync(request, _ => Json("200 OK", Apps)),
                _ => script(request, connection),
            }),
            options ?? new KubernetesClientOptions(),
            user ?? new KubeconfigUser());

    public static string Json(string status, string body, string headers = "") => ScriptedServer.Reply(status, headers + "Content-Type: application/json\r\n", body);

    public static string Status(int code, string reason, string message, string more = "") =>
        Json($"{code} X", $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"{{message}}","reason":"{{reason}}","code":{{code}}{{more}}}""");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private static bool IsDiscovery(string line) => line is "GET /api/v1" or "GET /apis/apps/v1";
}
