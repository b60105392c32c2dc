using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.PowerShell.Completers;

/// <summary>The contexts of the kubeconfigs that are given, else of those that the environment names.</summary>
public sealed class ContextCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        return Files(fakeBoundParameters["Kubeconfig"])
            .Where(File.Exists)
            .SelectMany(Contexts)
            .Distinct()
            .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name.Contains(' ', StringComparison.Ordinal) ? $"'{name}'" : name, name, CompletionResultType.ParameterValue, name));
    }

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
