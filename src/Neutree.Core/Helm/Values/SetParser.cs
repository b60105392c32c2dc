using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>
/// Reads the arguments of <c>--set</c> and its kin into a map of values (Helm 4.1 <c>pkg/strvals</c>): <c>a.b[0].c=x,d={1,2},e=null</c>.
/// What an argument names is replaced; all else in the map stays. After an error the map may hold a part of the assignments.
/// </summary>
internal static class SetParser
{
    /// <summary><c>--set</c>: integers become <c>int64</c>, <c>true</c>, <c>false</c> and <c>null</c> what they say, all else text.</summary>
    /// <exception cref="ValuesException">The text breaks the grammar or treats a value as another type.</exception>
    public static void ParseInto(GoMap values, GoString text) => Apply(values, text, new SetListSyntax(SetScalar.Convert));

    /// <summary><c>--set-string</c>: each value is text.</summary>
    /// <exception cref="ValuesException">As above.</exception>
    public static void ParseIntoString(GoMap values, GoString text) => Apply(values, text, new SetListSyntax(static value => value));

    /// <summary><c>--set-file</c>: each value is the name of a file whose content is the value.</summary>
    /// <param name="values">Where the contents go.</param>
    /// <param name="text">The argument.</param>
    /// <param name="read">Reads a file.</param>
    /// <exception cref="ValuesException">As above.</exception>
    public static void ParseFile(GoMap values, GoString text, Func<GoString, GoString> read) => Apply(values, text, new SetListSyntax(read));

    /// <summary>The files that an argument of <c>--set-file</c> names, in the order in which they are read; up to where it breaks the grammar.</summary>
    public static IReadOnlyList<GoString> FilesIn(GoString text)
    {
        List<GoString> names = [];
        try
        {
            ParseFile(new GoMap(), text, name =>
            {
                names.Add(name);
                return GoString.Empty;
            });
        }
        catch (ValuesException)
        {
            // The names before it are wanted: a file that can't be read is reported rather than what is wrong behind it.
            return names;
        }

        return names;
    }

    /// <summary><c>--set-json</c>: each value is JSON; none is null.</summary>
    /// <exception cref="ValuesException">As above.</exception>
    public static void ParseJson(GoMap values, GoString text) => Apply(values, text, new SetJsonSyntax());

    /// <summary><c>--set-literal</c>: all behind the <c>=</c> is one text.</summary>
    /// <exception cref="ValuesException">As above.</exception>
    public static void ParseLiteral(GoMap values, GoString text) => Apply(values, text, new SetLiteralSyntax());

    private static void Apply(GoMap values, GoString text, SetSyntax syntax) => new SetAssignments(new SetText(text), syntax).Apply(values);
}
