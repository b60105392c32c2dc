using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Names inside messages.</summary>
internal static class ChartText
{
    /// <summary>Go's <c>%q</c>.</summary>
    public static string Quote(string text) => GoQuote.Quote(text).ToString();
}
