using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>Logs what a server warns of (<c>Warning: 299 - "…"</c>, such as versions that are about to go), each text once.</summary>
internal sealed partial class ServerWarnings(ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> _told = [];

    public void Note(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Warning", out IEnumerable<string>? values))
        {
            return;
        }

        foreach (Match warning in values.SelectMany(value => Warning().Matches(value)))
        {
            string text = Regex.Unescape(warning.Groups[1].Value);
            if (_told.TryAdd(text, true))
            {
                logger.LogWarning("The cluster warns: {Text}", text);
            }
        }
    }

    [GeneratedRegex("299 \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Warning();
}
