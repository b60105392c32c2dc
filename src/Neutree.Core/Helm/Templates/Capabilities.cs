using Neutree.Core.Go;

namespace Neutree.Core.Helm.Templates;

/// <summary>
/// What a chart is told about the cluster and the engine: <c>.Capabilities</c> of Helm 4.1. The engine gives itself out as the helm whose
/// behaviour it has, because charts compare that version.
/// </summary>
internal sealed class Capabilities
{
    private static readonly GoType PointerType = GoType.PointerTo(GoType.Named("common.Capabilities", GoKind.Struct));
    private static readonly GoType KubeVersionType = GoType.Named("common.KubeVersion", GoKind.Struct);
    private static readonly GoType BuildInfoType = GoType.Named("version.BuildInfo", GoKind.Struct);

    /// <param name="version">The cluster's version.</param>
    /// <param name="apiVersions">API versions beside the known ones, or all of them when they come from a cluster.</param>
    /// <param name="withKnown">Whether the known ones go first.</param>
    public Capabilities(KubernetesVersion version, IEnumerable<string> apiVersions, bool withKnown = true)
    {
        KubeVersion = version;
        ApiVersionSet versions = new(withKnown ? KnownApiVersions.All.Concat(apiVersions) : apiVersions);
        GoStructValue kubeVersion = new(
            KubeVersionType,
            [
                new GoField("Version", GoType.String, (GoString)version.Version),
                new GoField("normalizedVersion", GoType.String, (GoString)version.Normalized),
                new GoField("Major", GoType.String, (GoString)version.Major),
                new GoField("Minor", GoType.String, (GoString)version.Minor),
            ],
            GoFunction.From<GoString>("GitVersion", () => version.Version),
            GoFunction.From<GoString>("String", () => version.Normalized));
        Value = new GoStructValue(
            PointerType,
            [
                new GoField("KubeVersion", KubeVersionType, kubeVersion),
                new GoField("APIVersions", versions.Type, versions),
                new GoField("HelmVersion", BuildInfoType, HelmVersion()),
            ]);
    }

    public KubernetesVersion KubeVersion { get; }

    /// <summary>The object that templates see.</summary>
    public IGoStruct Value { get; }

    private static GoStructValue HelmVersion() => new(
        BuildInfoType,
        [
            new GoField("Version", GoType.String, (GoString)"v4.1.4") { JsonName = "version" },
            new GoField("GitCommit", GoType.String, (GoString)"05fa37973dc9e42b76e1d2883494c87174b6074f") { JsonName = "git_commit" },
            new GoField("GitTreeState", GoType.String, (GoString)"clean") { JsonName = "git_tree_state" },
            new GoField("GoVersion", GoType.String, (GoString)"go1.25.9") { JsonName = "go_version" },
            new GoField("KubeClientVersion", GoType.String, (GoString)"v1.35") { JsonName = "kube_client_version" },
        ]);
}
