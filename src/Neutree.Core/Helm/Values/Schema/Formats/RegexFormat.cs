using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>Regular expressions, in the syntax that patterns of schemas have in Helm: Go's.</summary>
internal static class RegexFormat
{
    public static string? Check(string value)
    {
        try
        {
            GoRegex.Compile(value);
            return null;
        }
        catch (GoException e)
        {
            return e.Message;
        }
    }
}
