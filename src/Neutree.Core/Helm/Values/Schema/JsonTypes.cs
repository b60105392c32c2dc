namespace Neutree.Core.Helm.Values.Schema;

/// <summary>The types of the JSON Schema data model, as a set; the order is that in which messages name them.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    Integer = 8,
    String = 16,
    Array = 32,
    Object = 64,
}
