using Neutree.Core.Go;

namespace Neutree.Core.Helm.Templates;

/// <summary>Go types of Helm that templates can name with <c>typeOf</c>.</summary>
internal static class HelmTypes
{
    /// <summary><c>common.Values</c>: a map with string keys.</summary>
    public static GoType Values { get; } = GoType.Named("common.Values", GoKind.Map, GoType.Interface);
}
