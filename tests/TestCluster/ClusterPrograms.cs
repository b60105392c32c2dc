namespace Neutree.TestCluster;

/// <summary>The programs of a Kubernetes cluster: <c>etcd</c> of the system, the others out of <c>.ci/install-kubernetes.sh</c>'s folder.</summary>
public static class ClusterPrograms
{
    /// <summary><c>NEUTREE_PARTS</c>, or <c>~/.cache/neutree-parts</c>.</summary>
    public static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("NEUTREE_PARTS") is { Length: > 0 } parts
            ? parts
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "neutree-parts"),
        "k8s");

    /// <summary>The first program that isn't there; null where a cluster can be started.</summary>
    public static string? Missing =>
        new[] { "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler" }.FirstOrDefault(program => Find(program) is null);

    /// <exception cref="FileNotFoundException">The program isn't there.</exception>
    public static string PathOf(string program) =>
        Find(program) ?? throw new FileNotFoundException($"{program} is neither in {Folder} nor on PATH; .ci/install-kubernetes.sh brings it");

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Prepend(Folder)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
