namespace Neutree.Core.Oci.Archives;

/// <summary>The files of a tar.</summary>
internal sealed class TarArchiveFiles(ArchiveData data, TarIndex index) : ArchiveFiles
{
    public override string Name => data.Name;

    public override bool IsSequential => data.IsSequential;

    public override long Origin => data.Origin;

    public override bool IsTerminated => index.IsTerminated;

    public override IEnumerable<string> FileNames =>
        index.Entries.Where(entry => entry.Kind is not (TarEntryKind.Directory or TarEntryKind.Other)).Select(entry => entry.Name);

    public override ArchiveFile? Find(string name)
    {
        string normalized = ArchivePath.Normalize(name, Name);
        return index.Find(normalized, Name) is { } entry ? new ArchiveFile(this, normalized, entry.Offset, entry.Size, entry, null) : null;
    }

    public override async ValueTask<Stream> OpenAsync(ArchiveFile file, long offset, CancellationToken cancellationToken) =>
        file.Entry?.Content is { } content
            ? new MemoryStream(content[(int)Math.Min(offset, content.Length)..].ToArray(), writable: false)
            : await data.OpenRangeAsync(file.Position + offset, file.Size - offset, cancellationToken).ConfigureAwait(false);

    public override ValueTask<ArchiveFiles> OpenInnerAsync(ArchiveFile file, ArchiveOptions options, CancellationToken cancellationToken) =>
        ArchiveOpener.OpenAsync(
            new SliceArchiveData(data, $"{Name}: {file.Name}", file.Position, file.Size), file.Entry?.Nested, options, cancellationToken);

    public override ValueTask DisposeAsync() => data.DisposeAsync();
}
