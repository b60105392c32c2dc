using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;

namespace Neutree.Core.Tests.Kubernetes.Readiness;

public sealed class ReadinessBoardTests
{
    private const string Web = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, uid: d, annotations: {deployment.kubernetes.io/revision: \"2\"}}, spec: {replicas: 1}, status: {replicas: 1, updatedReplicas: 1}}";
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Deadline = Start.AddMinutes(5);
    private static readonly ObjectReference Deployment = new("apps/v1", "Deployment", "web", "shop");
    private static readonly FeedSource Objects = new(new ObjectQuery("apps/v1", "Deployment"), FeedRole.Objects, IsNeeded: true);
    private static readonly FeedSource Owned = new(new ObjectQuery("v1", "Pod"), FeedRole.Owned, IsNeeded: false);

    private readonly ReadinessBoard _board = new([new WatchedObject(Deployment, CanBeWatched: true)], new ReadinessOptions { Objects = [Deployment], Grace = TimeSpan.FromSeconds(60) }, Start);

    [Fact]
    public void Rows_are_told_when_they_change_and_only_then()
    {
        Assert.Equal([new ReadinessStatus(Deployment, ReadinessState.Missing, "", "it isn't there yet", null)], _board.Judge(Start));
        Note(Objects, Web);
        Assert.Equal([new ReadinessStatus(Deployment, ReadinessState.InProgress, "0/1", "Available: 0/1", null)], _board.Judge(Start));
        Assert.Empty(_board.Judge(Start.AddSeconds(1)));
        Note(Objects, Web, WatchEventKind.Deleted);
        Assert.Equal([new ReadinessStatus(Deployment, ReadinessState.Missing, "", "it is gone", null)], _board.Judge(Start));
    }

    [Fact]
    public void A_trouble_that_may_pass_ends_the_wait_only_after_the_grace()
    {
        Note(Objects, Web);
        Note(Owned, ReplicaSet("new", 2));
        Note(Owned, Pod("new", "{waiting: {reason: ImagePullBackOff, message: not found}}"));

        Assert.Equal([new ReadinessStatus(Deployment, ReadinessState.Failed, "0/1", "container main of pod new-1: ImagePullBackOff: not found", null)], _board.Judge(Start));
        Assert.Equal(Start.AddSeconds(60), _board.NextDue);
        Assert.Null(_board.Failure(Start.AddSeconds(59), Deadline));
        Assert.Equal("Deployment shop/web can't become ready: container main of pod new-1: ImagePullBackOff: not found", _board.Failure(Start.AddSeconds(60), Deadline)!.Message);
    }

    [Fact]
    public void A_trouble_that_passed_is_forgotten()
    {
        Note(Objects, Web);
        Note(Owned, ReplicaSet("new", 2));
        Note(Owned, Pod("new", "{waiting: {reason: ErrImagePull}}"));
        _board.Judge(Start);
        Note(Owned, Pod("new", "{waiting: {reason: ContainerCreating}}"));
        _board.Judge(Start.AddSeconds(30));
        Note(Owned, Pod("new", "{waiting: {reason: ErrImagePull}}"));
        _board.Judge(Start.AddSeconds(50));

        Assert.Null(_board.Failure(Start.AddSeconds(100), Deadline));
        Assert.NotNull(_board.Failure(Start.AddSeconds(110), Deadline));
    }

    [Fact]
    public void Running_between_two_crashes_is_no_recovery()
    {
        Note(Objects, Web);
        Note(Owned, ReplicaSet("new", 2));
        Note(Owned, Pod("new", "{waiting: {reason: CrashLoopBackOff, message: back-off}}", restarts: 1));
        _board.Judge(Start);
        Note(Owned, Pod("new", "{running: {}}", restarts: 2));
        _board.Judge(Start.AddSeconds(30));

        Assert.Null(_board.Failure(Start.AddSeconds(70), Deadline));
        Note(Owned, Pod("new", "{waiting: {reason: CrashLoopBackOff, message: back-off}}", restarts: 2));
        _board.Judge(Start.AddSeconds(71));
        Assert.Equal(
            "Deployment shop/web can't become ready: container main of pod new-1 crashed 2 times, last with exit code 1 (Error): back-off",
            _board.Failure(Start.AddSeconds(71), Deadline)!.Message);
    }

    [Fact]
    public void Pods_of_an_earlier_revision_are_what_an_upgrade_may_repair()
    {
        Note(Objects, Web);
        Note(Owned, ReplicaSet("old", 1));
        Note(Owned, Pod("old", "{waiting: {reason: InvalidImageName}}"));
        _board.Judge(Start);

        Assert.Null(_board.Failure(Start.AddSeconds(100), Deadline));
        Note(Owned, ReplicaSet("new", 2));
        Note(Owned, Pod("new", "{waiting: {reason: InvalidImageName, message: bad}}"));
        _board.Judge(Start.AddSeconds(100));
        Assert.Equal("Deployment shop/web can't become ready: container main of pod new-1: InvalidImageName: bad", _board.Failure(Start.AddSeconds(100), Deadline)!.Message);
    }

    [Fact]
    public void Pods_that_are_gone_or_going_dont_count()
    {
        Note(Objects, Web);
        Note(Owned, ReplicaSet("new", 2));
        Note(Owned, Pod("new", "{waiting: {reason: InvalidImageName}}", more: ", deletionTimestamp: \"2026-11-28T12:00:00Z\""));
        _board.Judge(Start);
        Assert.Null(_board.Failure(Start, Deadline));

        Note(Owned, Pod("new", "{waiting: {reason: InvalidImageName}}"));
        Note(Owned, Pod("new", "{waiting: {reason: InvalidImageName}}"), WatchEventKind.Deleted);
        _board.Judge(Start);
        Assert.Null(_board.Failure(Start, Deadline));
    }

    [Fact]
    public void Pods_that_cant_be_made_are_a_trouble()
    {
        Note(Objects, Web.Replace("updatedReplicas: 1", "updatedReplicas: 1, conditions: [{type: ReplicaFailure, status: \"True\", reason: FailedCreate, message: exceeded quota}]", StringComparison.Ordinal));
        _board.Judge(Start);

        Assert.Equal("Deployment shop/web can't become ready: FailedCreate: exceeded quota", _board.Failure(Start.AddSeconds(60), Deadline)!.Message);
    }

    [Fact]
    public void A_job_counts_crashes_itself_and_other_troubles_end_the_wait()
    {
        ObjectReference job = new("batch/v1", "Job", "migrate", "shop");
        ReadinessBoard board = new([new WatchedObject(job, CanBeWatched: true)], new ReadinessOptions { Objects = [job], Rules = ReadinessRules.Completion, Grace = TimeSpan.Zero }, Start);
        board.Note(new FeedItem(Objects, new WatchEvent(WatchEventKind.Added, KubernetesObject.Parse("{apiVersion: batch/v1, kind: Job, metadata: {name: migrate, namespace: shop, uid: j}}")!, "1")));
        board.Note(new FeedItem(Owned, new WatchEvent(WatchEventKind.Added, KubernetesObject.Parse(Pod("j", "{waiting: {reason: CrashLoopBackOff}}", restarts: 2))!, "1")));
        board.Judge(Start);
        Assert.Null(board.Failure(Start, Deadline));

        board.Note(new FeedItem(Owned, new WatchEvent(WatchEventKind.Modified, KubernetesObject.Parse(Pod("j", "{waiting: {reason: ErrImagePull, message: not found}}"))!, "1")));
        board.Judge(Start);
        Assert.Equal("Job shop/migrate can't become ready: container main of pod j-1: ErrImagePull: not found", board.Failure(Start, Deadline)!.Message);
    }

    [Fact]
    public void When_the_time_is_over_all_that_isnt_ready_is_named()
    {
        Note(Objects, Web);
        _board.Judge(Start);

        KubernetesException error = _board.Failure(Deadline, Deadline)!;

        Assert.Equal(("Kubernetes.NotReadyInTime", "not ready after 300 s: Deployment shop/web: Available: 0/1"), (error.ErrorId, error.Message));
        Assert.False(_board.IsReady);
    }

    [Fact]
    public void A_kind_that_cant_be_watched_counts_as_ready()
    {
        ReadinessBoard board = new([new WatchedObject(Deployment, CanBeWatched: false)], new ReadinessOptions { Objects = [Deployment] }, Start);

        Assert.True(board.IsReady);
    }

    private static string ReplicaSet(string name, int revision) =>
        $$"""{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: {{name}}, namespace: shop, uid: {{name}}, annotations: {deployment.kubernetes.io/revision: "{{revision}}"}, ownerReferences: [{uid: d}] } }""";

    private static string Pod(string set, string state, int restarts = 0, string more = "") =>
        $$"""
        {apiVersion: v1, kind: Pod, metadata: {name: {{set}}-1, namespace: shop, uid: {{set}}-1, ownerReferences: [{uid: {{set}} }]{{more}} },
         status: {containerStatuses: [{name: main, ready: false, restartCount: {{restarts}}, state: {{state}}, lastState: {terminated: {exitCode: 1, reason: Error} } }] } }
        """;

    private void Note(FeedSource source, string yaml, WatchEventKind kind = WatchEventKind.Added) => _board.Note(new FeedItem(source, new WatchEvent(kind, KubernetesObject.Parse(yaml)!, "1")));
}
