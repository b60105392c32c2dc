using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>Reads kubeconfig files (<c>v1</c>, kind <c>Config</c>). Paths in a file are relative to its folder; <c>~</c> is the home folder.</summary>
internal sealed class KubeconfigReader(KubernetesEnvironment environment)
{
    private const int LargestFile = 16 << 20;

    /// <summary>The files that count: those given, else those of <c>KUBECONFIG</c>, else <c>~/.kube/config</c>. Of the latter two, missing ones are left out.</summary>
    /// <exception cref="KubernetesException">A given file is missing, or a file can't be read.</exception>
    public async Task<Kubeconfig> ReadAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        Kubeconfig merged = new();
        foreach (string file in given.Count > 0 ? given.Select(Expand) : DefaultFiles())
        {
            await ReadFileAsync(file, merged, cancellationToken).ConfigureAwait(false);
        }

        return merged;
    }

    private IEnumerable<string> DefaultFiles()
    {
        string[] listed = (environment.GetVariable("KUBECONFIG") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return (listed.Length > 0 ? listed.Select(Expand).Distinct() : [Path.Join(environment.Home, ".kube", "config")]).Where(File.Exists);
    }

    private string Expand(string path) =>
        path == "~" ? environment.Home
        : path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal) ? Path.Join(environment.Home, path[2..])
        : path;

    private async Task ReadFileAsync(string file, Kubeconfig into, CancellationToken cancellationToken)
    {
        string path = Path.GetFullPath(file);
        GoMap content;
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw KubeconfigProblem.Invalid($"{path} is no kubeconfig: it is larger than {LargestFile >> 20} MiB", path);
            }

            content = YamlReader.ReadMap(GoString.Adopt(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KubernetesException("Kubernetes.KubeconfigNotFound", ErrorKind.NotFound, $"there is no kubeconfig {path}", error)
            {
                Target = path,
                Recommendation = "Check the path that -Kubeconfig gives.",
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or YamlException)
        {
            throw KubeconfigProblem.Invalid($"the kubeconfig {path} can't be read: {error.Message}", path, error);
        }

        try
        {
            new KubeconfigParser(name => Absolute(path, name)).Parse(content, into);
        }
        catch (FormatException error)
        {
            throw KubeconfigProblem.Invalid($"the kubeconfig {path} is invalid: {error.Message}", path, error);
        }
    }

    private string Absolute(string kubeconfig, string name) => Path.GetFullPath(Expand(name), Path.GetDirectoryName(kubeconfig)!);
}
