using System.Text.RegularExpressions;

namespace Neutree.Core.Compose;

/// <summary>Variables in a compose file's texts, as Compose replaces them: <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-default}</c>, <c>${NAME-default}</c>; a default may have variables too.</summary>
internal static partial class ComposeVariables
{
    /// <param name="text">A text of the file.</param>
    /// <param name="getVariable">Reads a variable; null where it is unset.</param>
    /// <returns>The text with variables replaced; an unset one without default is empty, and <c>$$</c> is a dollar sign.</returns>
    public static string Expand(string text, Func<string, string?> getVariable) => Reference().Replace(text, match =>
    {
        if (match.Value == "$$")
        {
            return "$";
        }

        string? value = getVariable(match.Groups["name"].Value);
        bool usesDefault = value is null || (value.Length == 0 && match.Groups["operator"].Value is ":-" or ":?");
        return usesDefault && match.Groups["operator"].Value is "-" or ":-" ? Expand(match.Groups["default"].Value, getVariable) : value ?? "";
    });

    [GeneratedRegex(@"\$\$|\$(?<name>[A-Za-z_][A-Za-z0-9_]*)|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?:(?<operator>:?[-?])(?<default>(?:[^{}]|(?<open>\{)|(?<-open>\}))*(?(open)(?!))))?\}")]
    private static partial Regex Reference();
}
