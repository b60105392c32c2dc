namespace Neutree.Core.Go;

/// <summary>What Go's <c>encoding/json</c> calls the kinds of JSON in its errors.</summary>
internal static class JsonTypeName
{
    /// <param name="value">A value that JSON can hold, and not null.</param>
    public static string Of(object? value) => value switch
    {
        GoMap => "object",
        GoSlice => "array",
        GoString => "string",
        bool => "bool",
        _ => "number",
    };
}
