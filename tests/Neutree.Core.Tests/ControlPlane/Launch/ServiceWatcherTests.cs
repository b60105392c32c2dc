using Neutree.Core.Compose;
using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Docker;

namespace Neutree.Core.Tests.ControlPlane.Launch;

public sealed class ServiceWatcherTests
{
    private static readonly DockerContainerState Healthy = new() { Status = "running", Health = new() { Status = "healthy" } };
    private static readonly DockerContainerState Starting = new() { Status = "running", Health = new() { Status = "starting" } };

    private readonly FakeEngine _engine = new();
    private readonly RecordingObserver _observer = new();

    private ServiceReader Reader => new(
        _engine,
        "site",
        [new ComposeService { Name = "api", Image = "a:1" }, new ComposeService { Name = "migration", Image = "m:1", IsTask = true }]);

    private ServiceWatcher Watcher => new(_engine, Reader, "site", _observer, new SecretMask(["the-secret"]));

    [Fact]
    public async Task It_waits_until_services_are_healthy_and_tasks_are_done()
    {
        _engine.Set("api", Starting);
        _engine.Set("migration", new() { Status = "running" });
        Task<IReadOnlyList<ControlPlaneService>> waiting = Watcher.WaitAsync(TimeSpan.FromMinutes(1), default);
        _engine.Set("api", Healthy);
        _engine.Set("migration", new() { Status = "exited", ExitCode = 0 });

        IReadOnlyList<ControlPlaneService> services = await waiting;

        Assert.Equal([("api", ServiceStatus.Ready), ("migration", ServiceStatus.Completed)], services.Select(service => (service.Name, service.Status)));
        Assert.Equal(services, _observer.Tables[^1]);
    }

    [Fact]
    public async Task A_task_that_still_runs_isn_t_done()
    {
        _engine.Set("api", Healthy);
        _engine.Set("migration", new() { Status = "running" });

        ControlPlaneException error = await Assert.ThrowsAsync<ControlPlaneException>(() => Watcher.WaitAsync(TimeSpan.FromMilliseconds(50), default));

        Assert.Equal("site isn't ready after 0 s: migration is running", error.Message);
    }

    [Fact]
    public async Task Services_are_shown_as_they_change_until_that_is_no_longer_wanted()
    {
        ServiceWatcher watcher = Watcher;
        using CancellationTokenSource stop = new();
        Task showing = watcher.ShowAsync(stop.Token);
        _engine.Set("api", Starting);
        _engine.Set("migration", new() { Status = "exited", ExitCode = 1 });
        await _observer.SeesAsync(services => services.Any(service => service.Status == ServiceStatus.Failed));
        _engine.Set("api", Healthy);
        await _observer.SeesAsync(services => services.Any(service => service.Status == ServiceStatus.Ready));

        await stop.CancelAsync();
        await showing;

        // What was shown isn't shown again.
        int shown = _observer.Tables.Count;
        _engine.Logs["migration"] = [];
        await Assert.ThrowsAsync<ControlPlaneException>(() => watcher.WaitAsync(TimeSpan.FromMinutes(1), default));
        Assert.Equal(shown, _observer.Tables.Count);
    }

    [Fact]
    public async Task A_failed_service_ends_the_waiting_with_its_log_and_no_secret()
    {
        _engine.Set("api", Healthy);
        _engine.Set("migration", new() { Status = "exited", ExitCode = 1 });
        _engine.Logs["migration"] = ["connecting with the-secret", "refused"];

        ControlPlaneException error = await Assert.ThrowsAsync<ControlPlaneException>(() => Watcher.WaitAsync(TimeSpan.FromMinutes(1), default));

        Assert.Equal(
            ("ControlPlane.ServiceFailed", "migration", "site didn't start: migration is exited (1): it ended with exit code 1"),
            (error.ErrorId, error.Target, error.Message));
        Assert.Equal(["connecting with ********", "refused"], _observer.Logs["migration"]);
    }

    [Fact]
    public async Task When_the_time_is_over_it_tells_what_wasn_t_ready()
    {
        _engine.Set("api", Starting);
        _engine.Logs["api"] = ["still loading"];

        ControlPlaneException error = await Assert.ThrowsAsync<ControlPlaneException>(() => Watcher.WaitAsync(TimeSpan.FromMilliseconds(50), default));

        Assert.Equal(("ControlPlane.WaitTimeout", ErrorKind.Timeout), (error.ErrorId, error.Kind));
        Assert.EndsWith("api is starting; migration is not there", error.Message, StringComparison.Ordinal);
        Assert.Equal(["still loading"], _observer.Logs["api"]);
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_a_service()
    {
        _engine.Set("api", Starting);
        using CancellationTokenSource stop = new();
        Task waiting = Watcher.WaitAsync(TimeSpan.FromMinutes(1), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(_observer.Logs);
    }

    public static TheoryData<string, int, string?, int, ServiceStatus> States => new()
    {
        { "running", 0, null, 0, ServiceStatus.Ready },
        { "running", 0, "healthy", 0, ServiceStatus.Ready },
        { "running", 0, "starting", 3, ServiceStatus.Starting },
        { "running", 0, "unhealthy", 0, ServiceStatus.Unhealthy },
        { "created", 0, null, 0, ServiceStatus.Starting },
        { "restarting", 1, null, 2, ServiceStatus.Starting },
        { "restarting", 1, null, 8, ServiceStatus.Failed },
        { "exited", 0, null, 0, ServiceStatus.Failed },
        { "exited", 137, null, 0, ServiceStatus.Failed },
        { "dead", 0, null, 0, ServiceStatus.Failed },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task What_the_engine_says_is_judged(string state, int exitCode, string? health, int restarts, ServiceStatus expected)
    {
        _engine.Set("api", new() { Status = state, ExitCode = exitCode, Health = health is null ? null : new() { Status = health } }, restarts);

        Assert.Equal(expected, (await Reader.ReadAsync(default)).Single(service => service.Name == "api").Status);
    }

    [Fact]
    public async Task While_compose_is_at_work_a_service_that_has_ended_is_being_replaced_and_a_task_that_failed_has_failed()
    {
        _engine.Set("api", new() { Status = "exited", ExitCode = 143 });
        _engine.Set("migration", new() { Status = "exited", ExitCode = 1 });

        Assert.Equal([ServiceStatus.Starting, ServiceStatus.Failed], (await Reader.ReadAsync(isChanging: true, default)).Select(service => service.Status));
        Assert.Equal([ServiceStatus.Failed, ServiceStatus.Failed], (await Reader.ReadAsync(isChanging: false, default)).Select(service => service.Status));
    }

    [Fact]
    public async Task Services_without_a_container_are_missing_and_others_of_the_project_are_listed_last()
    {
        _engine.Set("stray", new() { Status = "exited" });

        Assert.Equal(
            [("api", ServiceStatus.Missing), ("migration", ServiceStatus.Missing), ("stray", ServiceStatus.Failed)],
            (await Reader.ReadAsync(default)).Select(service => (service.Name, service.Status)));
    }
}
