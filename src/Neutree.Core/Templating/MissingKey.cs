namespace Neutree.Core.Templating;

/// <summary>What a key that a map doesn't have stands for (Go's template option <c>missingkey</c>).</summary>
internal enum MissingKey
{
    /// <summary>No value: prints <c>&lt;no value&gt;</c>, and fields of it are no value either.</summary>
    Default,

    /// <summary>The zero value of the map's element type.</summary>
    Zero,

    /// <summary>An error.</summary>
    Error,
}
