using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.Oci.Registries;
using static Neutree.Core.Tests.Kubernetes.ScriptedCluster;

namespace Neutree.Core.Tests.Kubernetes;

public sealed class KubernetesClientFaultTests
{
    private const string Stored = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"shop","resourceVersion":"7"}}""";

    private static readonly ObjectReference Settings = new("v1", "ConfigMap", "a");
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("400 X", 400, "BadRequest", "Kubernetes.Rejected", ErrorKind.InvalidData)]
    [InlineData("401 X", 401, "Unauthorized", "Kubernetes.AuthenticationFailed", ErrorKind.AuthenticationFailed)]
    [InlineData("403 X", 403, "Forbidden", "Kubernetes.PermissionDenied", ErrorKind.PermissionDenied)]
    [InlineData("404 X", 404, "NotFound", "Kubernetes.NotFound", ErrorKind.NotFound)]
    [InlineData("409 X", 409, "AlreadyExists", "Kubernetes.AlreadyExists", ErrorKind.AlreadyExists)]
    [InlineData("409 X", 409, "Conflict", "Kubernetes.Conflict", ErrorKind.AlreadyExists)]
    [InlineData("413 X", 413, "RequestEntityTooLarge", "Kubernetes.TooLarge", ErrorKind.LimitExceeded)]
    [InlineData("415 X", 415, "UnsupportedMediaType", "Kubernetes.NotSupported", ErrorKind.NotSupported)]
    [InlineData("422 X", 422, "Invalid", "Kubernetes.Invalid", ErrorKind.InvalidData)]
    [InlineData("429 X", 429, "TooManyRequests", "Kubernetes.RateLimited", ErrorKind.LimitExceeded)]
    [InlineData("500 X", 500, "InternalError", "Kubernetes.ServerFault", ErrorKind.ServerFault)]
    [InlineData("504 X", 504, "Timeout", "Kubernetes.Timeout", ErrorKind.Timeout)]
    public async Task A_status_becomes_an_error_of_its_own(string line, int code, string reason, string errorId, ErrorKind kind)
    {
        await using ScriptedCluster cluster = Answer(_ => Status(code, reason, "because"), new KubernetesClientOptions { Retry = 0 });
        KubernetesObject content = KubernetesObject.Parse(Stored)!;

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => cluster.Client.CreateAsync(content, new WriteOptions(), None));

        Assert.Equal((errorId, kind, reason, code), (error.ErrorId, error.Kind, error.Reason, (int)error.StatusCode!));
        Assert.Equal(("create", "configmaps", "shop", "a"), (error.Verb, error.Resource, error.Namespace, error.Name));
        Assert.StartsWith($"create of configmaps shop/a failed on http://{cluster.Server.Host}: {line[..3]} ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(": because", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_others_own_are_told_one_by_one()
    {
        const string causes =
            """
            ,"details":{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"kubectl\" using apps/v1","field":".spec.replicas"},{"reason":"FieldManagerConflict","message":"conflict with \"x\"","field":".data.a"}]}
            """;
        await using ScriptedCluster cluster = Answer(_ => Status(409, "Conflict", "Apply failed with 2 conflicts", causes.Trim()));

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => cluster.Client.ApplyAsync(KubernetesObject.Parse(Stored)!, new WriteOptions(), None));

        Assert.Equal("Kubernetes.FieldConflict", error.ErrorId);
        Assert.Equal(
            [
                new StatusCause("FieldManagerConflict", ".spec.replicas", "conflict with \"kubectl\" using apps/v1"),
                new StatusCause("FieldManagerConflict", ".data.a", "conflict with \"x\""),
            ],
            error.Causes);
        Assert.Equal(["PATCH /api/v1/namespaces/shop/configmaps/a?fieldManager=helm"], cluster.Lines);
    }

    [Fact]
    public async Task An_answer_that_is_no_status_is_told_by_its_code()
    {
        await using ScriptedCluster cluster = Answer(_ => ScriptedServer.Reply("403 Forbidden", "Content-Type: text/html\r\n", "<html>no</html>"));

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => cluster.Client.GetAsync(Settings, None));

        Assert.Equal($"get of configmaps shop/a failed on http://{cluster.Server.Host}: 403 Forbidden: it gives no reason", error.Message);
    }

    [Fact]
    public async Task Success_that_is_no_json_is_an_error()
    {
        await using ScriptedCluster cluster = Answer(_ => ScriptedServer.Reply("200 OK", "", "welcome"));

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => cluster.Client.GetAsync(Settings, None));

        Assert.Equal("Kubernetes.AnswerInvalid", error.ErrorId);
    }

    [Fact]
    public async Task A_busy_server_is_left_alone_for_as_long_as_it_asks()
    {
        Queue<string> answers = new([ScriptedServer.Reply("429 Too Many Requests", "Retry-After: 7\r\n"), Json("201 Created", Stored)]);
        await using ScriptedCluster cluster = Answer(_ => answers.Dequeue());

        KubernetesObject made = await cluster.Client.CreateAsync(KubernetesObject.Parse(Stored)!, new WriteOptions(), None);

        Assert.Equal("7", made.ResourceVersion);
        Assert.Equal([TimeSpan.FromSeconds(7)], cluster.Time.Waits);
        Assert.Equal(Enumerable.Repeat("POST /api/v1/namespaces/shop/configmaps?fieldManager=helm", 2), cluster.Lines);
    }

    [Fact]
    public async Task A_server_that_asks_to_stay_away_for_an_hour_fails_at_once()
    {
        await using ScriptedCluster cluster = Answer(_ => ScriptedServer.Reply("429 Too Many Requests", "Retry-After: 3600\r\n"));

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => cluster.Client.GetAsync(Settings, None));

        Assert.Equal("Kubernetes.RateLimited", error.ErrorId);
        Assert.Single(cluster.Lines);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_survives_a_fault_of_the_server_and_a_create_does_not(int code)
    {
        int left = 2;
        await using ScriptedCluster reading = Answer(_ => left-- > 0 ? Status(code, "InternalError", "etcd is away") : Json("200 OK", Stored));
        await using ScriptedCluster writing = Answer(_ => Status(code, "InternalError", "etcd is away"));

        KubernetesObject? read = await reading.Client.GetAsync(Settings, None);
        await Assert.ThrowsAsync<KubernetesException>(() => writing.Client.CreateAsync(KubernetesObject.Parse(Stored)!, new WriteOptions(), None));

        Assert.Equal("7", read!.ResourceVersion);
        Assert.Equal([TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400)], reading.Time.Waits);
        Assert.Single(writing.Lines);
    }

    [Fact]
    public async Task A_cut_connection_is_survived_by_an_apply_and_not_by_an_update()
    {
        int cuts = 0;
        await using ScriptedCluster cluster = Run(async (request, connection) =>
        {
            await connection.ReadBodyAsync();
            if (request.Method == "PUT" || cuts++ == 0)
            {
                connection.Break();
                return;
            }

            await connection.SendAsync(Json("200 OK", Stored));
        });

        KubernetesObject applied = await cluster.Client.ApplyAsync(KubernetesObject.Parse(Stored)!, new WriteOptions(), None);
        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => cluster.Client.UpdateAsync(KubernetesObject.Parse(Stored)!, new WriteOptions(), None));

        Assert.Equal("7", applied.ResourceVersion);
        Assert.Equal(("Kubernetes.ConnectionFailed", "update"), (error.ErrorId, error.Verb));
        Assert.Equal(["PATCH", "PATCH", "PUT"], cluster.Lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task A_server_that_keeps_silent_is_given_up()
    {
        await using ScriptedCluster cluster = Run(
            (_, connection) => connection.WaitForEndAsync(), new KubernetesClientOptions { Retry = 1, RequestTimeout = TimeSpan.FromMilliseconds(200) });

        // Discovery answers in time.
        await cluster.Client.FindResourceAsync("v1", "ConfigMap", None);
        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => cluster.Client.GetAsync(Settings, None));

        Assert.Equal(
            ("Kubernetes.Timeout", ErrorKind.Timeout, $"get of configmaps shop/a failed on http://{cluster.Server.Host}: it gave no answer within 0.2 s"),
            (error.ErrorId, error.Kind, error.Message));
    }

    [Fact]
    public async Task Cancelling_ends_a_request_that_nobody_answers()
    {
        using CancellationTokenSource stop = new();
        await using ScriptedCluster cluster = Run(async (_, connection) =>
        {
            await stop.CancelAsync();
            await connection.WaitForEndAsync();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cluster.Client.GetAsync(Settings, stop.Token));
    }

    [Fact]
    public async Task Nothing_that_listens_is_told_as_such()
    {
        ScriptedCluster cluster = Answer(_ => "");
        string host = cluster.Server.Host;
        await cluster.Server.DisposeAsync();

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => cluster.Client.GetVersionAsync(None));

        Assert.Equal(
            ("Kubernetes.ConnectionFailed", $"GET of /version failed on http://{host}: nothing listens there (connection refused)"),
            (error.ErrorId, error.Message));
        Assert.Equal(5, cluster.Time.Waits.Count);
        cluster.Client.Dispose();
    }

    [Fact]
    public async Task Where_the_server_has_too_many_requests_all_others_wait_too()
    {
        int asked = 0;
        await using ScriptedCluster cluster = Answer(
            _ => Interlocked.Increment(ref asked) == 1 ? ScriptedServer.Reply("429 X", "Retry-After: 7\r\n", "") : Json("200 OK", Stored),
            new KubernetesClientOptions { Retry = 0 });

        await Assert.ThrowsAsync<KubernetesException>(() => cluster.Client.GetAsync(Settings, None));
        await cluster.Client.GetAsync(Settings, None);

        Assert.Equal([TimeSpan.FromSeconds(7)], cluster.Time.Waits);
    }

    [Fact]
    public async Task More_requests_than_are_wanted_at_once_come_one_after_the_other()
    {
        int now = 0;
        int most = 0;
        await using ScriptedCluster cluster = Run(
            async (request, connection) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await Task.Yield();
                Interlocked.Decrement(ref now);
                await connection.ReplyAsync(request, _ => Json("200 OK", Stored));
            },
            new KubernetesClientOptions { RequestsAtOnce = 1 });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cluster.Client.GetAsync(Settings, None)));

        Assert.Equal((1, 20), (most, cluster.Lines.Length));
    }

    [Fact]
    public async Task What_the_server_warns_of_is_logged_once()
    {
        await using ScriptedCluster cluster = Answer(_ => Json("200 OK", Stored, "Warning: 299 - \"policy/v1beta1 \\\"X\\\" is deprecated\"\r\n"));

        await cluster.Client.GetAsync(Settings, None);
        await cluster.Client.GetAsync(Settings, None);

        Assert.Equal(["The cluster warns: policy/v1beta1 \"X\" is deprecated"], cluster.Log.Warnings);
    }

    [Fact]
    public async Task A_delete_says_how_and_which()
    {
        WireRequest? seen = null;
        await using ScriptedCluster cluster = Answer(request =>
        {
            seen = request;
            return Json("200 OK", """{"kind":"Status","status":"Success"}""");
        });

        DeletionOptions options = new() { Propagation = DeletionPropagation.Foreground, Uid = "u-1", ResourceVersion = "3", GracePeriod = TimeSpan.FromSeconds(5), DryRun = true };
        bool wasThere = await cluster.Client.DeleteAsync(Settings, options, None);

        Assert.True(wasThere);
        Assert.Equal("DELETE /api/v1/namespaces/shop/configmaps/a", seen!.Line);
        Assert.Equal(
            """{"apiVersion":"v1","dryRun":["All"],"gracePeriodSeconds":5,"kind":"DeleteOptions","preconditions":{"resourceVersion":"3","uid":"u-1"},"propagationPolicy":"Foreground"}""",
            System.Text.Encoding.UTF8.GetString(seen.Body));
    }

    [Fact]
    public async Task What_is_written_says_by_whom_and_how()
    {
        List<WireRequest> seen = [];
        await using ScriptedCluster cluster = Answer(request =>
        {
            seen.Add(request);
            return Json("200 OK", Stored);
        });
        KubernetesObject content = KubernetesObject.Parse("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: else}, data: {number: \"1\"}}")!;

        await cluster.Client.ApplyAsync(content, new WriteOptions { FieldManager = "me", Force = true, DryRun = true }, None);
        await cluster.Client.UpdateAsync(content, new WriteOptions { Subresource = "status" }, None);
        await cluster.Client.PatchAsync(Settings, PatchKind.Merge, content.Content, new WriteOptions(), None);
        await cluster.Client.CreateAsync(KubernetesObject.Parse("{apiVersion: v1, kind: ConfigMap, metadata: {generateName: a-}}")!, new WriteOptions(), None);

        const string body = """{"apiVersion":"v1","data":{"number":"1"},"kind":"ConfigMap","metadata":{"name":"a","namespace":"else"}}""";
        Assert.Equal(
            [
                ("PATCH /api/v1/namespaces/else/configmaps/a?fieldManager=me&force=true&dryRun=All", "application/apply-patch+yaml", body),
                ("PUT /api/v1/namespaces/else/configmaps/a/status?fieldManager=helm", "application/json", body),
                ("PATCH /api/v1/namespaces/shop/configmaps/a?fieldManager=helm", "application/merge-patch+json", body),
                ("POST /api/v1/namespaces/shop/configmaps?fieldManager=helm", "application/json", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"a-"}}"""),
            ],
            seen.Select(request => (request.Line, request["Content-Type"], System.Text.Encoding.UTF8.GetString(request.Body))));
    }

    [Fact]
    public async Task An_object_without_a_name_reaches_no_server()
    {
        await using ScriptedCluster cluster = Answer(_ => Json("200 OK", Stored));

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(
            () => cluster.Client.ApplyAsync(KubernetesObject.Parse("{apiVersion: v1, kind: ConfigMap}")!, new WriteOptions(), None));

        Assert.Equal("apply of configmaps failed: the ConfigMap has no name", error.Message);
        Assert.Empty(cluster.Lines);
    }

    [Fact]
    public async Task Whole_numbers_stay_exact()
    {
        await using ScriptedCluster cluster = Answer(_ => Json("200 OK", """{"kind":"ConfigMap","spec":{"big":9007199254740993,"half":0.5}}"""));

        KubernetesObject read = (await cluster.Client.GetAsync(Settings, None))!;

        Assert.Equal((9007199254740993L, 0.5), ((long)read.Find("spec", "big")!, (double)read.Find("spec", "half")!));
    }
}
