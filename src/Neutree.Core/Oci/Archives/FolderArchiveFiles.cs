namespace Neutree.Core.Oci.Archives;

/// <summary>The files below a folder: an OCI layout, or an archive that someone unpacked.</summary>
internal sealed class FolderArchiveFiles(string root) : ArchiveFiles
{
    // Links would lead out, or round in a circle; nobody unpacks a package deeper than this.
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 12,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly string _root = Path.GetFullPath(root);

    public override string Name => root;

    public override bool IsSequential => false;

    public override long Origin => 0;

    public override IEnumerable<string> FileNames => Directory
        .EnumerateFiles(_root, "*", Everywhere)
        .Select(path => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/'))
        .Order(StringComparer.Ordinal);

    public override ArchiveFile? Find(string name)
    {
        string normalized = ArchivePath.Normalize(name, Name);
        string path = Path.Combine(_root, normalized);
        RefuseOutside(normalized);
        FileInfo file = new(path);
        if (!file.Exists)
        {
            return null;
        }

        long length = file.LinkTarget is null ? file.Length : new FileInfo(file.ResolveLinkTarget(returnFinalTarget: true)!.FullName).Length;
        return new ArchiveFile(this, normalized, 0, length, null, path);
    }

    public override ValueTask<Stream> OpenAsync(ArchiveFile file, long offset, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FileStream stream = new(
            file.Path!,
            new FileStreamOptions { BufferSize = 0, Options = FileOptions.Asynchronous, Share = FileShare.Read | FileShare.Delete });
        stream.Position = offset;
        return new ValueTask<Stream>(stream);
    }

    public override ValueTask<ArchiveFiles> OpenInnerAsync(ArchiveFile file, ArchiveOptions options, CancellationToken cancellationToken) =>
        ArchiveOpener.OpenPathAsync(file.Path!, options, cancellationToken);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A link inside may not lead out: the folder may come from anywhere.</summary>
    private void RefuseOutside(string name)
    {
        string current = _root;
        foreach (string part in name.Split('/'))
        {
            current = Path.Combine(current, part);
            FileSystemInfo info = new FileInfo(current);
            if (info.LinkTarget is not null
                && info.ResolveLinkTarget(returnFinalTarget: true) is { } target
                && !target.FullName.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw ArchiveException.Invalid("Archive.LinkOutside", Name, $"'{name}' is a link that leaves the folder");
            }
        }
    }
}
