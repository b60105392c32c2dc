using System.Net;
using Microsoft.Extensions.Logging;
using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.ControlPlane.Releases;
using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Helm.Releases.Operations;
using Neutree.Core.Helm.Values;
using Neutree.Core.Kubernetes;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Checks;

namespace Neutree.Core.ControlPlane;

/// <summary>
/// Runs the control plane as a Helm release in a Kubernetes cluster. Everything that can be known is checked before anything changes:
/// the chart, the values, each image, the server's version, the user's rights.
/// </summary>
public sealed class HelmInstaller : IControlPlaneInstaller
{
    private readonly ControlPlanePlace _place;
    private readonly ILogger _logger;
    private readonly Func<CancellationToken, Task<IKubernetesClient>> _connect;

    public HelmInstaller(ControlPlanePlace place, ILogger logger)
        : this(place, logger, async stop => await KubernetesClient.ConnectAsync(ClientOptions(place), logger, stop).ConfigureAwait(false))
    {
    }

    internal HelmInstaller(ControlPlanePlace place, ILogger logger, Func<CancellationToken, Task<IKubernetesClient>> connect)
    {
        ArgumentNullException.ThrowIfNull(place);
        _place = place;
        _logger = logger;
        _connect = connect;
    }

    public async Task<IReadOnlyList<ControlPlaneService>> InstallAsync(ControlPlaneInstallOptions options, IControlPlaneObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        await using LaunchChart chart = await OpenChartAsync(options, cancellationToken).ConfigureAwait(false);
        using IKubernetesClient client = await _connect(cancellationToken).ConfigureAwait(false);
        ReleaseUpgradeOptions upgrade = await PrepareAsync(client, chart, options, observer, cancellationToken).ConfigureAwait(false);
        if (options.WhatIf)
        {
            await foreach (ReleaseDifference difference in new ReleaseComparer(client, _logger).CompareAsync(upgrade, cancellationToken).ConfigureAwait(false))
            {
                observer.WouldChange(difference);
            }

            return [];
        }

        observer.Step($"Installing release {_place.ReleaseName} in namespace {_place.Namespace} of {client.Server}");
        ReleaseView view = new(observer, _place.ReleaseName, MaskOf(upgrade.Values));
        Release release = await new ReleaseUpgrader(client, upgrade, _logger) { Progress = view, Logs = view, Readiness = view, Notes = view }.RunAsync(cancellationToken).ConfigureAwait(false);
        _logger.LogInformation("{Notes}", release.Notes);
        return await ShowAsync(client, release, observer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What an install would change in the cluster, object by object. Nothing is changed but images that were to be pushed.</summary>
    /// <exception cref="NeutreeException">The install couldn't be done.</exception>
    public async IAsyncEnumerable<ReleaseDifference> CompareAsync(
        ControlPlaneInstallOptions options, IControlPlaneObserver observer, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ControlPlaneInstallOptions look = options with { WhatIf = true };
        await using LaunchChart chart = await OpenChartAsync(look, cancellationToken).ConfigureAwait(false);
        using IKubernetesClient client = await _connect(cancellationToken).ConfigureAwait(false);
        ReleaseUpgradeOptions upgrade = await PrepareAsync(client, chart, look, observer, cancellationToken).ConfigureAwait(false);
        await foreach (ReleaseDifference difference in new ReleaseComparer(client, _logger).CompareAsync(upgrade, cancellationToken).ConfigureAwait(false))
        {
            yield return difference;
        }
    }

    public async Task<IReadOnlyList<ControlPlaneService>> GetAsync(ControlPlaneComponent? component, CancellationToken cancellationToken)
    {
        RequireCore(component);
        using IKubernetesClient client = await _connect(cancellationToken).ConfigureAwait(false);
        Release release = await new ReleaseReader(client, _logger).GetAsync(_place.ReleaseName, _place.Namespace, null, cancellationToken).ConfigureAwait(false);
        return await new ReleaseServices(client, _logger).ReadAsync(release, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<ControlPlaneService>> RestoreAsync(ControlPlaneRestoreOptions options, IControlPlaneObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        RequireCore(options.Component);
        using IKubernetesClient client = await _connect(cancellationToken).ConfigureAwait(false);
        ReleaseRollbackOptions rollback = new()
        {
            Name = _place.ReleaseName,
            Namespace = _place.Namespace,
            Revision = options.Revision,
            Wait = options.Wait ? ReleaseWait.Watcher : ReleaseWait.None,
            WaitForJobs = options.Wait,
            Timeout = options.Timeout,
            AllowOldServer = _place.AllowOldServer,
        };
        if (options.WhatIf)
        {
            await foreach (ReleaseDifference difference in new ReleaseComparer(client, _logger).CompareAsync(rollback, cancellationToken).ConfigureAwait(false))
            {
                observer.WouldChange(difference);
            }

            return [];
        }

        GoMap? values = await FindEarlierAsync(client, cancellationToken).ConfigureAwait(false);
        ReleaseView view = new(observer, _place.ReleaseName, new SecretMask(LaunchValues.SecretTexts(values ?? new GoMap())));
        Release release = await new ReleaseRollback(client, rollback, _logger) { Progress = view, Logs = view, Readiness = view, Notes = view }.RunAsync(cancellationToken).ConfigureAwait(false);
        return await ShowAsync(client, release, observer, cancellationToken).ConfigureAwait(false);
    }

    public async Task UninstallAsync(ControlPlaneUninstallOptions options, IControlPlaneObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        RequireCore(options.Component);
        using IKubernetesClient client = await _connect(cancellationToken).ConfigureAwait(false);
        ReleaseUninstallOptions uninstall = new() { Name = _place.ReleaseName, Namespace = _place.Namespace, AllowOldServer = _place.AllowOldServer };
        ReleaseView view = new(observer, _place.ReleaseName, new SecretMask([]));
        ReleaseUninstallResult? result = await new ReleaseUninstaller(client, uninstall, _logger) { Progress = view, Logs = view, Readiness = view, Notes = view }.RunAsync(cancellationToken).ConfigureAwait(false);
        await new PullSecret(client, _place.Namespace, _place.ReleaseName).DeleteAsync(cancellationToken).ConfigureAwait(false);
        ReleaseData data = new(client, _place.Namespace, _place.ReleaseName);
        if (options.RemoveData)
        {
            await foreach (string claim in data.DeleteAsync(cancellationToken).ConfigureAwait(false))
            {
                observer.Step($"Deleted volume claim {claim}");
            }
        }
        else if (result is { Kept.Count: > 0 })
        {
            observer.Step($"Kept: {string.Join(", ", result.Kept)}");
        }
    }

    private static KubernetesClientOptions ClientOptions(ControlPlanePlace place) => new()
    {
        KubeconfigFiles = place.Kubeconfig is { } file ? [file] : [],
        Context = place.Context,
        Namespace = place.Namespace,
    };

    private static void RequireCore(ControlPlaneComponent? component)
    {
        if (component == ControlPlaneComponent.ObsStack)
        {
            throw new ControlPlaneException(
                "ControlPlane.PartOfRelease", ErrorKind.NotSupported, "with Helm obs-stack is no component of its own: Grafana and VictoriaMetrics are part of the release")
            {
                Recommendation = "Leave the component out; grafana.enabled and victoria-metrics-cluster.enabled switch them off.",
            };
        }
    }

    private static SecretMask MaskOf(ValuesOptions values) => new(values.Objects.SelectMany(LaunchValues.SecretTexts));

    private async Task<LaunchChart> OpenChartAsync(ControlPlaneInstallOptions options, CancellationToken cancellationToken)
    {
        RequireCore(options.Component);
        if (options.Version is { } asked)
        {
            TargetVersion.Check(TargetVersion.OwnVersion, asked);
        }

        SecretAdvice.Give(options, _logger);
        ArchiveOptions archive = new() { CacheFolder = options.WhatIf ? null : CacheFolder.Default(), Logger = _logger };
        CheckedPackage? package = await PackageOpening.OpenAsync(options, archive, cancellationToken).ConfigureAwait(false);
        return await LaunchChart.OpenAsync(
            package, options.Release.VendorPath, WorkDirectory.Resolve(_place.WorkingDirectory), options.WhatIf, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks all there is to check, and makes what has to be there before the release: images on the mirror, the pull secret.</summary>
    private async Task<ReleaseUpgradeOptions> PrepareAsync(
        IKubernetesClient client, LaunchChart chart, ControlPlaneInstallOptions options, IControlPlaneObserver observer, CancellationToken cancellationToken)
    {
        GoMap? earlier = await FindEarlierAsync(client, cancellationToken).ConfigureAwait(false);
        if (options.MustExist && earlier is null)
        {
            throw new ControlPlaneException("ControlPlane.NotInstalled", ErrorKind.NotFound, $"there is no release {_place.ReleaseName} in namespace {_place.Namespace} to upgrade")
            {
                Target = _place.ReleaseName,
                Recommendation = "Install it with Install-NeutreeControlPlane, or name the release and its namespace.",
            };
        }

        RegistryPrefix? mirror = string.IsNullOrEmpty(options.MirrorRegistry) ? null : RegistryPrefix.Parse(options.MirrorRegistry, options.RegistryProject);
        string? pullSecret = options.Release.PullCredential is null ? null : PullSecret.NameFor(_place.ReleaseName);
        ValuesOptions values = await new LaunchValues(options, earlier, mirror, pullSecret).BuildAsync(cancellationToken).ConfigureAwait(false);
        LaunchPreflight preflight = new(client, _place, _logger);
        RenderedChart rendered = await preflight.RenderAsync(chart.Folder, values, earlier is not null, cancellationToken).ConfigureAwait(false);
        LaunchImages images = new(LaunchPreflight.FindImages(rendered), mirror ?? LaunchImages.MirrorOf(rendered.Values), options, _logger);
        images.RequireNames();
        await preflight.RequireAccessAsync(rendered, cancellationToken).ConfigureAwait(false);
        if (!options.WhatIf)
        {
            await images.BringAsync(chart.Package, observer, cancellationToken).ConfigureAwait(false);
        }

        await images.RequirePresentAsync(cancellationToken).ConfigureAwait(false);
        if (!options.WhatIf && options.Release.PullCredential is { } credential)
        {
            await MakePullSecretAsync(client, images.RequireMirror(), credential, cancellationToken).ConfigureAwait(false);
        }

        return new ReleaseUpgradeOptions
        {
            Name = _place.ReleaseName,
            Namespace = _place.Namespace,
            Chart = chart.Folder,
            Values = values,
            ValueReuse = ValueReuse.Reset,
            Install = true,
            CreateNamespace = true,
            Wait = !options.Wait ? ReleaseWait.None : options.Release.Wait == ReleaseWait.Legacy ? ReleaseWait.Legacy : ReleaseWait.Watcher,
            WaitForJobs = options.Wait || options.Release.RollbackOnFailure,
            Timeout = options.Timeout,
            RollbackOnFailure = options.Release.RollbackOnFailure,
            ForceConflicts = options.Release.ForceConflicts,
            TakeOver = options.Release.TakeOver,
            AllowOldServer = _place.AllowOldServer,
        };
    }

    private async Task MakePullSecretAsync(IKubernetesClient client, RegistryPrefix mirror, NetworkCredential credential, CancellationToken cancellationToken)
    {
        if (await ReleaseNamespace.IsMissingAsync(client, _place.Namespace, cancellationToken).ConfigureAwait(false))
        {
            await ReleaseNamespace.CreateAsync(client, _place.Namespace, cancellationToken).ConfigureAwait(false);
        }

        await new PullSecret(client, _place.Namespace, _place.ReleaseName).ApplyAsync(mirror, credential, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The values that the release was installed with last; null where it isn't installed.</summary>
    private async Task<GoMap?> FindEarlierAsync(IKubernetesClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await new ReleaseReader(client, _logger).GetValuesAsync(_place.ReleaseName, _place.Namespace, null, all: false, cancellationToken).ConfigureAwait(false);
        }
        catch (ReleaseException error) when (error.ErrorId == "Release.NotFound")
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<ControlPlaneService>> ShowAsync(IKubernetesClient client, Release release, IControlPlaneObserver observer, CancellationToken cancellationToken)
    {
        IReadOnlyList<ControlPlaneService> services = await new ReleaseServices(client, _logger).ReadAsync(release, cancellationToken).ConfigureAwait(false);
        observer.Services(services);
        return services;
    }
}
