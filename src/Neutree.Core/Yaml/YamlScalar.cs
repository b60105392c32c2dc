using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>A scalar with its type.</summary>
/// <param name="Kind">The type.</param>
/// <param name="Bits">A boolean as 0 or 1, or an integer's bits.</param>
/// <param name="Number">A float's value.</param>
/// <param name="Text">The text of all that is no number, boolean or null.</param>
internal readonly record struct YamlScalar(YamlScalarKind Kind, long Bits, double Number, GoString Text)
{
    public static YamlScalar Of(YamlScalarKind kind, GoString text) => new(kind, 0, 0, text);

    public static YamlScalar OfInteger(long value, GoString text) => new(YamlScalarKind.Int, value, 0, text);

    public static YamlScalar OfFloat(double value, GoString text) => new(YamlScalarKind.Float, 0, value, text);

    public static YamlScalar OfBool(bool value, GoString text) => new(YamlScalarKind.Bool, value ? 1 : 0, 0, text);
}
