using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>Go types that only TOML makes.</summary>
internal static class TomlTypes
{
    /// <summary><c>[]map[string]interface {}</c>, an array of tables.</summary>
    public static GoType TableSlice { get; } = GoType.SliceOf(GoType.Map);
}
