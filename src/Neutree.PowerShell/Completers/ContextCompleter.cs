using System.Collections;
using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.PowerShell.Completers;

/// <summary>The contexts of the kubeconfigs that are given, else of those that the environment names.</summary>
public sealed class ContextCompleter : WordCompleter
{
    private protected override IEnumerable<string> FindWords(string parameterName, IDictionary bound) => Files(bound["Kubeconfig"]).Where(File.Exists).SelectMany(Contexts);

    /// <summary>The kubeconfigs that a parameter of the line names, which is one or several.</summary>
    internal static string[] Given(object? given) => given switch
    {
        string file => [file],
        object[] files => [.. files.OfType<string>()],
        _ => [],
    };

    private static string[] Files(object? given) => Given(given) switch
    {
        { Length: > 0 } files => files,
        _ when Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } list => list.Split(Path.PathSeparator),
        _ => [Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")],
    };

    private static IEnumerable<string> Contexts(string file)
    {
        try
        {
            return YamlReader.Read(GoString.Adopt(File.ReadAllBytes(file))) is GoMap config && config["contexts"] is GoSlice contexts
                ? [.. contexts.OfType<GoMap>().Select(static context => context["name"]).OfType<GoString>().Select(static name => name.ToString())]
                : [];
        }
        catch (Exception unreadable) when (unreadable is YamlException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
