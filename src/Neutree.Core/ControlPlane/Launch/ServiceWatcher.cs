using System.Threading.Channels;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Docker;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Waits until every service of a component is ready or has done its task, and tells what keeps one from it.</summary>
internal sealed class ServiceWatcher(IDockerEngine engine, ServiceReader services, string component, IControlPlaneObserver observer, SecretMask mask)
{
    private const int LogLines = 30;

    /// <summary>Looked again after this long even where nothing was heard: events may be missed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private IReadOnlyList<ControlPlaneService> _shown = [];

    /// <summary>Shows the services whenever one changes, until it is cancelled or the engine can't be asked.</summary>
    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WatchAsync(isChanging: true, static _ => false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or DockerException)
        {
            // Whoever starts them hears of the engine's trouble as well.
            return;
        }
    }

    /// <exception cref="ControlPlaneException">One failed, or the time is over.</exception>
    public async Task<IReadOnlyList<ControlPlaneService>> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            IReadOnlyList<ControlPlaneService> now = await WatchAsync(isChanging: false, static services => services.Any(HasFailed) || services.All(IsDone), limit.Token).ConfigureAwait(false);
            return now.Any(HasFailed) ? throw await ExplainAsync(now, null, cancellationToken).ConfigureAwait(false) : now;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw await ExplainAsync(_shown, timeout, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What keeps services from being ready; the last lines of their logs go to the observer.</summary>
    /// <param name="now">The services as they are.</param>
    /// <param name="timeout">The time that is over; null: one failed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ControlPlaneException> ExplainAsync(IReadOnlyList<ControlPlaneService> now, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ControlPlaneService[] bad = [.. now.Where(HasFailed)];
        if (bad.Length == 0)
        {
            bad = [.. now.Where(service => !IsDone(service))];
        }

        foreach (ControlPlaneService service in bad.Where(service => service.Status != ServiceStatus.Missing))
        {
            IReadOnlyList<string> log = await services.ReadLogAsync(service.Name, LogLines, cancellationToken).ConfigureAwait(false);
            observer.ServiceLog(service.Name, [.. log.Select(mask.Apply)]);
        }

        string reasons = string.Join("; ", bad.Select(service => $"{service.Name} is {Word(service)}{(service.Message.Length > 0 ? $": {mask.Apply(service.Message)}" : "")}"));
        return new ControlPlaneException(
            timeout is null ? "ControlPlane.ServiceFailed" : "ControlPlane.WaitTimeout",
            timeout is null ? ErrorKind.ServerFault : ErrorKind.Timeout,
            timeout is { } limit ? $"{component} isn't ready after {limit.TotalSeconds:0} s: {reasons}" : $"{component} didn't start: {reasons}")
        {
            Target = bad.FirstOrDefault()?.Name ?? component,
            Recommendation = "Its last log lines are shown; correct the cause and run the same command again, or bring back the former installation (Restore-NeutreeControlPlane, neutree-cli launch restore).",
        };
    }

    private static bool HasFailed(ControlPlaneService service) => service.Status is ServiceStatus.Failed or ServiceStatus.Unhealthy;

    private static bool IsDone(ControlPlaneService service) => service.Status is ServiceStatus.Ready or ServiceStatus.Completed;

    /// <summary>Reads the services, now and whenever one may have changed, and shows them where one has.</summary>
    private async Task<IReadOnlyList<ControlPlaneService>> WatchAsync(bool isChanging, Func<IReadOnlyList<ControlPlaneService>, bool> isEnough, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        Task listening = ListenAsync(changes.Writer, over.Token);
        try
        {
            while (true)
            {
                IReadOnlyList<ControlPlaneService> now = await services.ReadAsync(isChanging, cancellationToken).ConfigureAwait(false);
                if (!now.Select(Look).SequenceEqual(_shown.Select(Look)))
                {
                    observer.Services(now);
                    _shown = now;
                }

                if (isEnough(now))
                {
                    return now;
                }

                await HearAsync(changes.Reader, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(false);
        }
    }

    private static string Word(ControlPlaneService service) => service.Status switch
    {
        ServiceStatus.Failed => service.State,
        ServiceStatus.Missing => "not there",
        _ => service.Health.Length > 0 ? service.Health : service.State,
    };

    private static (string, ServiceStatus, string, string) Look(ControlPlaneService service) => (service.Name, service.Status, service.State, service.Message);

    private static async Task HearAsync(ChannelReader<bool> changes, CancellationToken cancellationToken)
    {
        using CancellationTokenSource interval = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        interval.CancelAfter(Interval);
        try
        {
            await changes.ReadAsync(interval.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task ListenAsync(ChannelWriter<bool> changes, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (DockerEvent _ in engine.WatchContainersAsync([ServiceReader.ProjectLabel(component)], cancellationToken).ConfigureAwait(false))
            {
                changes.TryWrite(true);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or DockerException)
        {
            // Without events the interval is left, and reading the services tells what is wrong with the engine.
            return;
        }
    }
}
