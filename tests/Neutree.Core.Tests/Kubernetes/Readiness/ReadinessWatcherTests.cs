using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;
using Neutree.Core.Tests.Oci.Registries;
using static Neutree.Core.Tests.Kubernetes.ScriptedCluster;

namespace Neutree.Core.Tests.Kubernetes.Readiness;

public sealed class ReadinessWatcherTests
{
    private static readonly ObjectReference Settings = new("v1", "ConfigMap", "settings");

    [Fact]
    public async Task What_is_there_is_told_and_the_wait_is_over()
    {
        await using ScriptedCluster cluster = Script(List("settings"));

        Assert.Equal(["Ready settings shop"], await RunAsync(cluster, TimeSpan.FromSeconds(30)));
        Assert.Equal("GET /api/v1/namespaces/shop/configmaps?fieldSelector=metadata.name%3Dsettings&limit=500", cluster.Lines[0]);
    }

    [Fact]
    public async Task What_comes_later_is_waited_for()
    {
        const string added = """{"type":"ADDED","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"settings","namespace":"shop","resourceVersion":"11"}}}""";
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue<Func<Task<string>>> answers = new(
        [
            () => Task.FromResult(List()),
            async () =>
            {
                await told.Task;
                return $"HTTP/1.1 200 OK\r\nContent-Length: {added.Length + 1}\r\n\r\n{added}\n";
            },
        ]);
        await using ScriptedCluster cluster = Run(async (request, connection) =>
        {
            if (!answers.TryDequeue(out Func<Task<string>>? next))
            {
                await connection.WaitForEndAsync();
                return;
            }

            string answer = await next();
            await connection.ReplyAsync(request, _ => answer);
        });

        List<string> rows = [];
        await foreach (ReadinessStatus row in new ReadinessWatcher(cluster.Client).WatchAsync(new ReadinessOptions { Objects = [Settings] }, CancellationToken.None))
        {
            rows.Add($"{row.State} {row.Object.Name} {row.Object.Namespace}");
            told.TrySetResult();
        }

        Assert.Equal(["Missing settings shop", "Ready settings shop"], rows);
    }

    [Fact]
    public async Task What_never_comes_ends_with_the_time()
    {
        await using ScriptedCluster cluster = Script(List());

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => RunAsync(cluster, TimeSpan.FromMilliseconds(300)));

        Assert.Equal(("Kubernetes.NotReadyInTime", "not ready after 0 s: ConfigMap shop/settings: it isn't there yet"), (error.ErrorId, error.Message));
    }

    [Fact]
    public async Task A_cluster_that_refuses_the_watch_ends_the_wait()
    {
        await using ScriptedCluster cluster = Script(Status(403, "Forbidden", "you may not list"));

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => RunAsync(cluster, TimeSpan.FromSeconds(30)));

        Assert.Equal(("Kubernetes.PermissionDenied", "list", "configmaps", "shop"), (error.ErrorId, error.Verb, error.Resource, error.Namespace));
    }

    [Fact]
    public async Task A_kind_that_the_cluster_doesnt_know_ends_the_wait()
    {
        await using ScriptedCluster cluster = Script(Status(404, "NotFound", "no"));
        ReadinessOptions options = new() { Objects = [new ObjectReference("example.org/v1", "Widget", "w")] };

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(async () => await new ReadinessWatcher(cluster.Client).WatchAsync(options, CancellationToken.None).ToArrayAsync());

        Assert.Equal("Kubernetes.UnknownKind", error.ErrorId);
    }

    [Fact]
    public async Task Nothing_to_wait_for_is_over_at_once()
    {
        await using ScriptedCluster cluster = Script();

        Assert.Empty(await new ReadinessWatcher(cluster.Client).WatchAsync(new ReadinessOptions { Objects = [] }, CancellationToken.None).ToArrayAsync());
        Assert.Empty(cluster.Lines);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        using CancellationTokenSource stop = new();
        await using ScriptedCluster cluster = Script(List());
        ReadinessOptions options = new() { Objects = [Settings] };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ReadinessStatus _ in new ReadinessWatcher(cluster.Client).WatchAsync(options, stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }

    private static string List(params string[] names)
    {
        string items = string.Join(',', names.Select(name => $$$"""{"metadata":{"name":"{{{name}}}","namespace":"shop","resourceVersion":"1"}}"""));
        return Json("200 OK", $$"""{"kind":"ConfigMapList","metadata":{"resourceVersion":"10"},"items":[{{items}}]}""");
    }

    /// <summary>Answers the requests in turn; what comes after them is kept waiting.</summary>
    private static ScriptedCluster Script(params string[] answers)
    {
        Queue<string> left = new(answers);
        return Run((request, connection) => left.TryDequeue(out string? answer) ? connection.ReplyAsync(request, _ => answer) : connection.WaitForEndAsync());
    }

    private static async Task<string[]> RunAsync(ScriptedCluster cluster, TimeSpan timeout)
    {
        ReadinessOptions options = new() { Objects = [Settings, Settings], Timeout = timeout };
        return await new ReadinessWatcher(cluster.Client).WatchAsync(options, CancellationToken.None).Select(row => $"{row.State} {row.Object.Name} {row.Object.Namespace}").ToArrayAsync();
    }
}
