using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>The kinds and types of values as functions name them.</summary>
internal static class ValueKinds
{
    /// <summary>Go's panic where code looks into nil.</summary>
    public const string NilDereference = "runtime error: invalid memory address or nil pointer dereference";

    private static readonly Lazy<GoString[]> Names = new(static () =>
        [.. Enum.GetNames<GoKind>().Select(static name => (GoString)(name == nameof(GoKind.Pointer) ? "ptr" : name.ToLowerInvariant()))]);

    /// <summary>The kind's name (Go <c>reflect.Kind.String</c>); <c>invalid</c> for nil.</summary>
    public static GoString NameOf(object? value) => Names.Value[(int)(GoType.Of(value)?.Kind ?? GoKind.Invalid)];

    /// <summary>The type's name (Go <c>%T</c>).</summary>
    public static GoString TypeNameOf(object? value) => GoType.Of(value)?.Text ?? "<nil>";

    /// <summary>The list an argument must be.</summary>
    /// <param name="value">The argument.</param>
    /// <param name="complaint">The error's text up to the kind's name.</param>
    /// <exception cref="GoException">It is none.</exception>
    public static GoSlice ListOf(object? value, string complaint) => value switch
    {
        GoSlice list => list,
        null => throw new GoException(NilDereference),
        _ => throw new GoException($"{complaint}{NameOf(value)}"),
    };

    /// <summary>What a Go type assertion gives.</summary>
    /// <exception cref="GoException">The value has another type.</exception>
    public static T Assert<T>(object? value, GoType type)
        where T : class, IGoValue =>
        value is T typed && typed.Type.IsIdenticalTo(type)
            ? typed
            : throw new GoException($"interface conversion: interface {{}} is {GoType.Of(value)?.Text ?? "nil"}, not {type.Text}");
}
