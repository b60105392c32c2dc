namespace Neutree.Core.Oci.Archives;

/// <summary>A file of an archive, links followed.</summary>
/// <param name="Owner">The archive that holds it and opens it.</param>
/// <param name="Name">The normalised name that was asked for.</param>
/// <param name="Position">Where it lies among its own archive's bytes; 0 in a folder.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Entry">Its tar entry; null in a folder.</param>
/// <param name="Path">Its full path in the file system; null in a tar.</param>
internal sealed record ArchiveFile(ArchiveFiles Owner, string Name, long Position, long Size, TarEntry? Entry, string? Path);
