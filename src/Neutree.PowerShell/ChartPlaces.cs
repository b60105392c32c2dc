using System.Management.Automation;
using Neutree.Core;
using Neutree.Core.Helm.Charts;

namespace Neutree.PowerShell;

/// <summary>
/// Words that name charts: paths, made full against the session's location, which the core doesn't know; wildcards; or references, which
/// pass as they are.
/// </summary>
internal sealed class ChartPlaces(SessionState session)
{
    private const string Provider = "FileSystem::";

    /// <exception cref="ChartException">Nothing matches a word with wildcards, or its drive isn't there.</exception>
    public IReadOnlyList<string> Resolve(string word)
    {
        int provider = word.IndexOf(Provider, StringComparison.Ordinal);
        string path = provider < 0 ? word : word[(provider + Provider.Length)..];
        if (path.Contains("://", StringComparison.Ordinal))
        {
            return [path];
        }

        try
        {
            string full = session.Path.GetUnresolvedProviderPathFromPSPath(path);
            if (Path.Exists(full) || !WildcardPattern.ContainsWildcardCharacters(path))
            {
                return [full];
            }

            string[] found = [.. session.Path.GetResolvedProviderPathFromPSPath(path, out _)];
            return found.Length > 0 ? found : throw NotFound(path, $"no chart matches '{path}'", inner: null);
        }
        catch (Exception failure) when (failure is ItemNotFoundException or ProviderNotFoundException or System.Management.Automation.DriveNotFoundException or WildcardPatternException)
        {
            throw NotFound(path, failure.Message, failure);
        }
    }

    private static ChartException NotFound(string path, string message, Exception? inner) => new("Chart.NotFound", ErrorKind.NotFound, message, inner)
    {
        Target = path,
        Recommendation = "Check the path; it is relative to the current location.",
    };
}
