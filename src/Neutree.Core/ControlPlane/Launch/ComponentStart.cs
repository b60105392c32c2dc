using Microsoft.Extensions.Logging;
using Neutree.Core.Compose;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Docker;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Has Docker Compose start what lies in the work directory, and waits for it where that is wanted.</summary>
/// <param name="engine">The engine that runs it.</param>
/// <param name="compose">Docker Compose.</param>
/// <param name="file">The compose file.</param>
/// <param name="mask">Takes secrets out of what is shown.</param>
/// <param name="observer">Sees what happens.</param>
/// <param name="logger">Gets what Compose says of each of its steps, which the observer sees by the services themselves.</param>
internal sealed class ComponentStart(IDockerEngine engine, ComposeProgram compose, ComposeFile file, SecretMask mask, IControlPlaneObserver observer, ILogger logger)
{
    /// <param name="component">The project's name.</param>
    /// <param name="up">The arguments.</param>
    /// <param name="wait">How long to wait until every service is ready; null: not at all.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="ControlPlaneException">A service failed, or the time is over.</exception>
    public async Task<IReadOnlyList<ControlPlaneService>> RunAsync(string component, IReadOnlyList<string> up, TimeSpan? wait, CancellationToken cancellationToken)
    {
        ServiceReader services = new(engine, component, file.Services);
        ServiceWatcher watcher = new(engine, services, component, observer, mask);
        observer.Step($"Starting {component}");
        try
        {
            await UpAsync(watcher, up, cancellationToken).ConfigureAwait(false);
        }
        catch (ComposeException error) when (error.ErrorId == "Compose.CommandFailed")
        {
            ControlPlaneException reason = await watcher.ExplainAsync(await services.ReadAsync(cancellationToken).ConfigureAwait(false), null, cancellationToken).ConfigureAwait(false);
            throw new ControlPlaneException("ControlPlane.StartFailed", ErrorKind.ServerFault, $"{mask.Apply(error.Message)} ({reason.Message})", error)
            {
                Target = reason.Target,
                Recommendation = reason.Recommendation,
            };
        }

        return wait is { } timeout
            ? await watcher.WaitAsync(timeout, cancellationToken).ConfigureAwait(false)
            : await services.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task UpAsync(ServiceWatcher watcher, IReadOnlyList<string> up, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task showing = watcher.ShowAsync(over.Token);
        try
        {
            await compose.RunToEndAsync("up", up, new ComposeOutput(mask, observer, logger).Write, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await showing.ConfigureAwait(false);
        }
    }
}
