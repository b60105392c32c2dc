namespace Neutree.Core.Go;

/// <summary>A field of a Go struct.</summary>
/// <param name="Name">Its name; a small first letter means that only <c>fmt</c> sees it.</param>
/// <param name="Type">The type it is declared with.</param>
/// <param name="Value">What it holds.</param>
public sealed record GoField(string Name, GoType Type, object? Value)
{
    /// <summary>The key in JSON (Go's <c>json:"…"</c> tag); null is the field's name.</summary>
    public string? JsonName { get; init; }

    public bool IsExported => char.IsUpper(Name[0]);
}
