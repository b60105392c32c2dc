using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>The complaints about the text of a <c>--set</c> argument.</summary>
internal static class SetErrors
{
    private const string Grammar = "Write key=value, nested keys with dots, list items as key[0], and put a backslash before commas in a value.";

    public static ValuesException Invalid(string message, Exception? inner = null) =>
        new("Values.SetInvalid", ErrorKind.InvalidArgument, message, inner) { Recommendation = Grammar };

    public static ValuesException TooLarge(string message) =>
        new("Values.SetTooLarge", ErrorKind.LimitExceeded, message) { Recommendation = "Give large values in a values file." };

    /// <summary>Go's complaint where an assignment treats what is there as another type.</summary>
    public static ValuesException NotOfType(object? value, GoType wanted) =>
        Invalid($"unable to parse key: interface conversion: interface {{}} is {GoType.Of(value)?.Text ?? "nil"}, not {wanted.Text}");
}
