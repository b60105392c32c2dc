using System.Globalization;
using System.Text;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.Oci.Registries;
using static Neutree.Core.Tests.Kubernetes.ScriptedCluster;

namespace Neutree.Core.Tests.Kubernetes;

public sealed class ObjectWatchTests
{
    private static readonly ObjectQuery Maps = new("v1", "ConfigMap");

    [Fact]
    public async Task A_watch_begins_with_a_list_and_goes_on_from_its_version()
    {
        await using ScriptedCluster cluster = Script(
            List("10", ("a", 3), ("b", 4)),
            Watch(Event("ADDED", "c", 11), Event("MODIFIED", "a", 12), Event("DELETED", "b", 13)));

        Assert.Equal(["Added a 3", "Added b 4", "Synchronized  10", "Added c 11", "Modified a 12", "Deleted b 13"], await TakeAsync(cluster, 6));
        Assert.Equal(
            [
                "GET /api/v1/namespaces/shop/configmaps?limit=500",
                "GET /api/v1/namespaces/shop/configmaps?watch=true&allowWatchBookmarks=true&resourceVersion=10",
            ],
            cluster.Lines.Take(2));
    }

    [Fact]
    public async Task A_watch_that_ends_is_resumed_where_it_was()
    {
        await using ScriptedCluster cluster = Script(
            List("10", ("a", 3)),
            Watch(Event("MODIFIED", "a", 11), Bookmark(15)),
            Watch(Event("MODIFIED", "a", 16)));

        Assert.Equal(["Added a 3", "Synchronized  10", "Modified a 11", "Bookmark  15", "Modified a 16"], await TakeAsync(cluster, 5));
        Assert.EndsWith("resourceVersion=15", cluster.Lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_watch_that_is_too_old_lists_anew_and_tells_the_differences(bool asStatus)
    {
        await using ScriptedCluster cluster = Script(
            List("10", ("a", 3), ("b", 4), ("c", 5)),
            Watch(Event("MODIFIED", "a", 11)),
            asStatus ? _ => Status(410, "Expired", "too old resource version") : Watch("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}"""),
            List("50", ("a", 11), ("b", 40), ("d", 41)),
            Watch(Event("MODIFIED", "d", 51)));

        Assert.Equal(
            ["Added a 3", "Added b 4", "Added c 5", "Synchronized  10", "Modified a 11", "Modified b 40", "Added d 41", "Deleted c 50", "Modified d 51"],
            await TakeAsync(cluster, 9));
        Assert.EndsWith("resourceVersion=50", cluster.Lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_broke_off_comes_again()
    {
        string whole = Event("MODIFIED", "a", 11);
        await using ScriptedCluster cluster = Script(
            List("10", ("a", 3)),
            Cut(whole[..20]),
            Watch(whole));

        Assert.Equal(["Added a 3", "Synchronized  10", "Modified a 11"], await TakeAsync(cluster, 3));
        Assert.EndsWith("resourceVersion=10", cluster.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_while_is_waited_for()
    {
        string away = Status(500, "InternalError", "etcd is away");
        await using ScriptedCluster cluster = Script(
            List("10", ("a", 3)),
            Watch(Event("MODIFIED", "a", 11)),
            _ => away, _ => away, _ => away, _ => away, _ => away, _ => away, _ => away, _ => away,
            Watch(Event("MODIFIED", "a", 12)));

        Assert.Equal(["Added a 3", "Synchronized  10", "Modified a 11", "Modified a 12"], await TakeAsync(cluster, 4));
    }

    [Fact]
    public async Task A_watch_that_is_refused_fails()
    {
        await using ScriptedCluster cluster = Script(List("10"), _ => Status(403, "Forbidden", "you may not watch"));

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => TakeAsync(cluster, 2));

        Assert.Equal(("Kubernetes.PermissionDenied", "watch", "configmaps", "shop"), (error.ErrorId, error.Verb, error.Resource, error.Namespace));
    }

    [Fact]
    public async Task A_watch_may_begin_at_a_version_without_a_list()
    {
        await using ScriptedCluster cluster = Script(Watch(Event("MODIFIED", "a", 12)));

        Assert.Equal(["Modified a 12"], await TakeAsync(cluster, 1, from: "11"));
        Assert.EndsWith("resourceVersion=11", cluster.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_goes_on_where_an_expired_continuation_is_replaced()
    {
        await using ScriptedCluster cluster = Script(
            List("10", more: "first", ("a", 3)),
            _ => Status(410, "Expired", "The provided continue parameter is too old", ""","metadata":{"continue":"second"}"""),
            List("20", ("b", 4)));

        string[] names = await cluster.Client.ListAsync(Maps with { PageSize = 1 }, CancellationToken.None).Select(item => $"{item.Kind} {item.Name}").ToArrayAsync();

        Assert.Equal(["ConfigMap a", "ConfigMap b"], names);
        Assert.Equal(["limit=1", "limit=1&continue=first", "limit=1&continue=second"], cluster.Lines.Select(line => line.Split('?')[1]));
    }

    private static Func<WireRequest, string> List(string version, params (string Name, int Version)[] items) => List(version, "", items);

    private static Func<WireRequest, string> List(string version, string more, params (string Name, int Version)[] items)
    {
        string content = string.Join(',', items.Select(item => $$$"""{"metadata":{"name":"{{{item.Name}}}","resourceVersion":"{{{item.Version}}}"}}"""));
        return _ => Json("200 OK", $$"""{"kind":"ConfigMapList","metadata":{"resourceVersion":"{{version}}","continue":"{{more}}"},"items":[{{content}}]}""");
    }

    private static string Event(string type, string name, int version) =>
        $$$"""{"type":"{{{type}}}","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{name}}}","resourceVersion":"{{{version}}}"} } }""";

    private static string Bookmark(int version) => $$$"""{"type":"BOOKMARK","object":{"kind":"ConfigMap","metadata":{"resourceVersion":"{{{version}}}"} } }""";

    private static Func<WireRequest, string> Watch(params string[] lines) => _ => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(lines.Select(line => Chunk(line + "\n"))) + "0\r\n\r\n";

    /// <summary>A watch whose connection ends in the middle of a line.</summary>
    private static Func<WireRequest, string> Cut(string part) => _ => $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk(part)}0\r\n\r\n";

    private static string Chunk(string text) => $"{Encoding.UTF8.GetByteCount(text).ToString("x", CultureInfo.InvariantCulture)}\r\n{text}\r\n";

    /// <summary>Answers the requests in turn; what comes after them is kept waiting.</summary>
    private static ScriptedCluster Script(params Func<WireRequest, string>[] answers)
    {
        Queue<Func<WireRequest, string>> left = new(answers);
        return Run((request, connection) => left.TryDequeue(out Func<WireRequest, string>? answer) ? connection.ReplyAsync(request, answer) : connection.WaitForEndAsync());
    }

    private static async Task<string[]> TakeAsync(ScriptedCluster cluster, int count, string? from = null)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        return await cluster.Client.WatchAsync(Maps, from, limit.Token).Take(count).Select(item => $"{item.Kind} {item.Object?.Name} {item.ResourceVersion}").ToArrayAsync(limit.Token);
    }
}
