namespace Neutree.Core.Oci.Archives;

internal enum TarEntryKind
{
    File,
    Directory,
    SymbolicLink,
    HardLink,

    /// <summary>A device, a pipe, a volume label: nothing an image archive needs.</summary>
    Other,
}

/// <summary>An entry of a tar: its normalised name and where its content lies.</summary>
internal sealed record TarEntry(string Name, TarEntryKind Kind, long Offset, long Size)
{
    /// <summary>For links: the entry they lead to, as a normalised name.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>The first bytes, where the scan had to pass them anyway; enough to tell how the content is compressed.</summary>
    public ReadOnlyMemory<byte> Head { get; init; }

    /// <summary>All bytes of a small entry, where the scan had to pass them anyway.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The entries of a tar inside this one, where the scan had to pass them anyway.</summary>
    public TarIndex? Nested { get; init; }
}
