using System.Text.Json;
using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Helm.Values;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.RealParts;
using Neutree.Core.Yaml;

namespace Neutree.Core.Tests.Helm.Releases;

/// <summary>A namespace of a real cluster for one test, with our actions on its releases and both versions of helm beside them.</summary>
internal sealed class ReleaseSite : IAsyncDisposable
{
    private const string Name = "demo";

    private readonly RealNamespace _namespace;

    private ReleaseSite(RealNamespace ns, string kubeconfig)
    {
        _namespace = ns;
        Kubeconfig = kubeconfig;
        Helm3 = new RealHelm(3, kubeconfig, Namespace);
        Helm4 = new RealHelm(4, kubeconfig, Namespace);
    }

    /// <summary>A chart with a life cycle's worth of objects.</summary>
    public static string Chart { get; } = Path.Combine(TestFolders.Fixtures, "releases", "charts", "web");

    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(60);

    public string Namespace => _namespace.Name;

    public string Kubeconfig { get; }

    public IKubernetesClient Client => _namespace.Client;

    public RealHelm Helm3 { get; }

    public RealHelm Helm4 { get; }

    public LogLines Log { get; } = new();

    public ReleaseReader Reader => new(Client, Log);

    public static async Task<ReleaseSite> CreateAsync(RealCluster cluster) => new(await cluster.CreateNamespaceAsync(), await cluster.KubeconfigFileAsync());

    public RealHelm Helm(int version) => version == 3 ? Helm3 : Helm4;

    public Task<Release> InstallAsync(string[]? set = null, Func<ReleaseInstallOptions, ReleaseInstallOptions>? change = null, ILogger? logger = null)
    {
        ReleaseInstallOptions options = new() { Name = Name, Chart = Chart, Timeout = Timeout, AllowOldServer = true, Values = new ValuesOptions { Set = set ?? [] } };
        return new ReleaseInstaller(Client, change?.Invoke(options) ?? options, logger ?? Log).RunAsync(CancellationToken.None);
    }

    public Task<Release> UpgradeAsync(string[]? set = null, Func<ReleaseUpgradeOptions, ReleaseUpgradeOptions>? change = null)
    {
        ReleaseUpgradeOptions options = UpgradeOptions(set);
        return new ReleaseUpgrader(Client, change?.Invoke(options) ?? options, Log).RunAsync(CancellationToken.None);
    }

    public static ReleaseUpgradeOptions UpgradeOptions(string[]? set = null) =>
        new() { Name = Name, Chart = Chart, Timeout = Timeout, AllowOldServer = true, Values = new ValuesOptions { Set = set ?? [] } };

    public Task<Release> RollBackAsync(int revision = 0, Func<ReleaseRollbackOptions, ReleaseRollbackOptions>? change = null)
    {
        ReleaseRollbackOptions options = new() { Name = Name, Revision = revision, Timeout = Timeout, AllowOldServer = true };
        return new ReleaseRollback(Client, change?.Invoke(options) ?? options, Log).RunAsync(CancellationToken.None);
    }

    public Task<ReleaseUninstallResult?> UninstallAsync(Func<ReleaseUninstallOptions, ReleaseUninstallOptions>? change = null)
    {
        ReleaseUninstallOptions options = new() { Name = Name, Timeout = Timeout, AllowOldServer = true };
        return new ReleaseUninstaller(Client, change?.Invoke(options) ?? options, Log).RunAsync(CancellationToken.None);
    }

    public Task<Release> TestAsync(IProgress<PodLogLine>? logs = null)
    {
        ReleaseTestOptions options = new() { Name = Name, Timeout = Timeout, AllowOldServer = true, ShowLogs = logs is not null };
        return new ReleaseTester(Client, options, Log) { Logs = logs }.RunAsync(CancellationToken.None);
    }

    /// <summary>What an upgrade would change: <c>Update ConfigMap demo-web data.extra</c>.</summary>
    public async Task<IReadOnlyList<string>> CompareAsync(ReleaseUpgradeOptions options) =>
        await new ReleaseComparer(Client, Log).CompareAsync(options, CancellationToken.None).Select(Describe).ToListAsync();

    public async Task<IReadOnlyList<string>> CompareAsync(int revision) =>
        await new ReleaseComparer(Client, Log)
            .CompareAsync(new ReleaseRollbackOptions { Name = Name, Revision = revision, AllowOldServer = true }, CancellationToken.None)
            .Select(Describe)
            .ToListAsync();

    /// <summary>The history as <c>revision status description</c>.</summary>
    public async Task<IReadOnlyList<string>> HistoryAsync(string name = Name) =>
        await Reader.GetHistoryAsync(name, null, CancellationToken.None).Select(static revision => $"{revision.Revision} {revision.Status} {revision.Description}").ToListAsync();

    /// <summary>The objects of a kind in the namespace, by name, without what every namespace has.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string apiVersion, string kind) =>
        await Client.ListAsync(new ObjectQuery(apiVersion, kind), CancellationToken.None)
            .Select(static item => item.Name)
            .Where(static name => !name.StartsWith("sh.helm.", StringComparison.Ordinal) && !name.StartsWith("default-token", StringComparison.Ordinal) && name != "kube-root-ca.crt")
            .Order()
            .ToListAsync();

    public Task<KubernetesObject?> GetAsync(string apiVersion, string kind, string name) =>
        Client.GetAsync(new ObjectReference(apiVersion, kind, name), CancellationToken.None);

    /// <summary>Whether both versions of helm say the same about the release as we do.</summary>
    public async Task AssertHelmAgreesAsync()
    {
        Release[] list = await Reader.ListAsync(new ReleaseQuery { Statuses = [ReleaseStatus.Deployed, ReleaseStatus.Failed, ReleaseStatus.Uninstalled] }, CancellationToken.None).ToArrayAsync();
        ReleaseRevision[] history = await Reader.GetHistoryAsync(Name, null, CancellationToken.None).ToArrayAsync();
        Release release = await Reader.GetAsync(Name, null, null, CancellationToken.None);
        GoMap values = await Reader.GetValuesAsync(Name, null, null, all: true, CancellationToken.None);
        foreach (RealHelm helm in (RealHelm[])[Helm3, Helm4])
        {
            Assert.Equal(
                list.Select(static item => $"{item.Name} {item.Namespace} {item.Revision} {item.Status} {item.Chart} {item.AppVersion}"),
                (await helm.ListAsync()).EnumerateArray().Select(static item => Texts(item, "name", "namespace", "revision", "status", "chart", "app_version")));
            Assert.Equal(
                history.Select(static item => $"{item.Revision} {item.Status} {item.Chart} {item.AppVersion} {item.Description}"),
                (await helm.ReadAsync("history", Name)).EnumerateArray().Select(static item => Texts(item, "revision", "status", "chart", "app_version", "description")));
            JsonElement status = await helm.ReadAsync("status", Name);
            Assert.Equal(
                (release.Name, release.Revision, release.Status, release.Description, release.Notes, release.Manifest),
                (status.GetProperty("name").GetString(), status.GetProperty("version").GetInt32(), Info(status, "status"), Info(status, "description"), Info(status, "notes"), status.GetProperty("manifest").GetString()));
            Assert.Equal(release.Updated!.Value, status.GetProperty("info").GetProperty("last_deployed").GetDateTimeOffset(), TimeSpan.FromMicroseconds(1));
            Assert.Equal(release.Hooks.Select(static hook => $"{hook.Name} {hook.Phase}"), Hooks(status).Select(static hook => $"{hook.GetProperty("name")} {hook.GetProperty("last_run").GetProperty("phase")}"));
            Assert.Equal(YamlWriter.Write(values).ToString(), await helm.RunAsync("get", "values", Name, "--all", "--output", "yaml"));
        }
    }

    public async ValueTask DisposeAsync() => await _namespace.DisposeAsync();

    private static string Describe(ReleaseDifference difference) => string.Join(
        ' ',
        [$"{difference.Change} {difference.Kind} {difference.Name}", .. difference.Fields.Select(static field => $"{field.Path}={field.Before ?? "-"}>{field.After ?? "-"}")]);

    private static string Texts(JsonElement item, params string[] names) => string.Join(' ', names.Select(name => item.GetProperty(name).ToString()));

    /// <summary>Empty fields are left out.</summary>
    private static string Info(JsonElement release, string name) => release.GetProperty("info").TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";

    private static JsonElement.ArrayEnumerator Hooks(JsonElement release) => release.TryGetProperty("hooks", out JsonElement hooks) ? hooks.EnumerateArray() : default;
}
