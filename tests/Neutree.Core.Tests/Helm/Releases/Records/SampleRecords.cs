using Neutree.Core.Go;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Releases.Records;

/// <summary>Secrets that real helm 3.17.2 and 4.1.4 stored: installed, failed to upgrade, rolled back, tested and uninstalled with its history kept.</summary>
internal static class SampleRecords
{
    public static TheoryData<string> Names => ["helm3-v1", "helm3-v3", "helm3-v4", "helm4-v1", "helm4-v3", "helm4-v4"];

    /// <summary>The chart they were made of.</summary>
    public static string Chart => Path.Combine(TestFolders.Fixtures, "releases", "charts", "web");

    public static KubernetesObject Secret(string name) =>
        new(GoJson.DecodeMap(GoString.Adopt(File.ReadAllBytes(Path.Combine(TestFolders.Fixtures, "releases", "records", name + ".json")))));
}
