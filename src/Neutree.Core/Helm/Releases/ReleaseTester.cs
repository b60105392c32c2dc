using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Operations;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases;

/// <summary>Runs the tests of a release: its hooks of the event <c>test</c> (<c>helm test</c>).</summary>
public sealed class ReleaseTester : ReleaseAction
{
    private readonly ReleaseTestOptions _options;

    /// <param name="client">The cluster.</param>
    /// <param name="options">Which tests.</param>
    /// <param name="logger">Hears of each step.</param>
    public ReleaseTester(IKubernetesClient client, ReleaseTestOptions options, ILogger? logger = null)
        : base(client, options.Namespace, logger) => _options = options;

    /// <returns>The release with how its tests went.</returns>
    /// <exception cref="NeutreeException">There is no such release, or a test failed.</exception>
    public async Task<Release> RunAsync(CancellationToken cancellationToken)
    {
        ReleaseNames.Check(_options.Name);
        await ClusterCapabilities.RequireAsync(Client, _options.AllowOldServer, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ReleaseRecord> history = await Storage.HistoryAsync(_options.Name, cancellationToken).ConfigureAwait(false);
        ReleaseRecord record = history is [.., var last] ? last : throw ReleaseErrors.NotFound(_options.Name, Namespace);
        HookRunner hooks = new(Client, Storage, Logger, Time) { Timeout = _options.Timeout, Progress = Progress, Logs = Logs, Notes = Notes };
        try
        {
            await hooks.RunAsync(record, HookEvents.Test, IsWanted, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await Storage.UpdateAsync(record, CancellationToken.None).ConfigureAwait(false);
            if (_options.ShowLogs && Logs is not null)
            {
                await ShowLogsAsync(record, Logs, cancellationToken).ConfigureAwait(false);
            }
        }

        return Release.Of(record);
    }

    private bool IsWanted(HookRecord hook) => (_options.Only.Count == 0 || _options.Only.Contains(hook.Name)) && !_options.Except.Contains(hook.Name);

    private async Task ShowLogsAsync(ReleaseRecord record, IProgress<PodLogLine> lines, CancellationToken cancellationToken)
    {
        ManifestReader reader = new(Client, Namespace, Logger);
        foreach (HookRecord hook in record.Hooks.Where(hook => hook.Events.Contains(HookEvents.Test) && IsWanted(hook)))
        {
            foreach (ManifestObject item in await reader.ReadEarlierAsync(hook.Manifest, cancellationToken).ConfigureAwait(false))
            {
                await new HookLogs(Client, lines, Logger).ShowAsync(item, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
