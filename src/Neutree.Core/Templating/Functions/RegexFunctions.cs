using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3's regular expressions, in Go's (RE2's) syntax.</summary>
internal static class RegexFunctions
{
    private static readonly GoType[] FindAllParameters = [GoType.String, GoType.String, GoType.Int];

    public static void AddTo(FunctionTable table)
    {
        table.Add(GoFunction.From("regexMatch", (GoString pattern, GoString text) => IsMatchOrFalse(pattern, text)));
        table.Add(GoFunction.From("mustRegexMatch", (GoString pattern, GoString text) => GoRegex.Compile(pattern).IsMatch(text)));
        table.Add(GoFunction.From("regexQuoteMeta", (GoString text) => QuoteMeta(text)));

        // Those without "must" panic on a bad pattern, with a longer text.
        foreach ((string prefix, Func<GoString, GoRegex> compile) in (ReadOnlySpan<(string, Func<GoString, GoRegex>)>)[("regex", CompileOrPanic), ("mustRegex", GoRegex.Compile)])
        {
            table.Add(
                GoFunction.From(prefix + "Find", (GoString pattern, GoString text) => compile(pattern).Find(text) ?? GoString.Empty),
                GoFunction.From(prefix + "ReplaceAll", (GoString pattern, GoString text, GoString template) => compile(pattern).ReplaceAll(text, template)),
                GoFunction.From(prefix + "ReplaceAllLiteral", (GoString pattern, GoString text, GoString replacement) =>
                    compile(pattern).ReplaceAllLiteral(text, replacement)),
                new GoFunction(prefix + "FindAll", FindAllParameters, isVariadic: false, GoType.StringSlice, arguments =>
                    Strings(compile((GoString)arguments[0]!).FindAll((GoString)arguments[1]!, (nint)arguments[2]!))),
                new GoFunction(prefix + "Split", FindAllParameters, isVariadic: false, GoType.StringSlice, arguments =>
                    Strings(compile((GoString)arguments[0]!).Split((GoString)arguments[1]!, (nint)arguments[2]!))));
        }
    }

    private static bool IsMatchOrFalse(GoString pattern, GoString text)
    {
        try
        {
            return GoRegex.Compile(pattern).IsMatch(text);
        }
        catch (GoException)
        {
            return false;
        }
    }

    private static GoRegex CompileOrPanic(GoString pattern)
    {
        try
        {
            return GoRegex.Compile(pattern);
        }
        catch (GoException e)
        {
            GoString quoted = GoQuote.CanBackquote(pattern.Span) ? "`" + pattern + "`" : GoQuote.Quote(pattern);
            throw new GoException($"regexp: Compile({quoted}): {e.Message}", e);
        }
    }

    /// <summary>Go's nil slice where nothing was found.</summary>
    private static GoSlice Strings(IReadOnlyList<GoString>? found) => found is null ? GoSlice.NilOf(GoType.StringSlice) : GoSlice.OfStrings(found);

    private static GoString QuoteMeta(GoString text)
    {
        ReadOnlySpan<byte> special = @"\.+*?()|[]{}^$"u8;
        GoStringBuilder quoted = new(text.Length + 8);
        foreach (byte value in text.Span)
        {
            if (special.Contains(value))
            {
                quoted.Append((byte)'\\');
            }

            quoted.Append(value);
        }

        return quoted.ToGoString();
    }
}
