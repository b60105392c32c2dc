namespace Neutree.Core.Packages;

/// <summary>A file that goes into a package besides images: of a chart, a compose file, <c>README.md</c>, <c>images.txt</c>.</summary>
public sealed record PackageFileContent
{
    /// <summary>
    /// Its path in the package, <c>/</c> between parts, relative, without <c>.</c> and <c>..</c>. <c>manifest.yaml</c>, <c>checksums.txt</c>,
    /// <c>checksums.txt.sig</c> and everything below <c>.neutree/</c> and <c>images/</c> are the format's own.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Its length in bytes; <see cref="OpenAsync"/> gives exactly as many.</summary>
    public required long Length { get; init; }

    /// <summary>Opens it at its start; the writer disposes the stream.</summary>
    public required Func<CancellationToken, Task<Stream>> OpenAsync { get; init; }

    /// <summary>A file whose bytes are at hand.</summary>
    public static PackageFileContent FromBytes(string name, ReadOnlyMemory<byte> content) => new()
    {
        Name = name,
        Length = content.Length,
        OpenAsync = _ => Task.FromResult<Stream>(new MemoryStream(content.ToArray(), writable: false)),
    };

    /// <summary>A file on disk; it must not change until the package is written.</summary>
    public static PackageFileContent FromPath(string name, string path) => new()
    {
        Name = name,
        Length = new FileInfo(path).Length,
        OpenAsync = _ => Task.FromResult<Stream>(new FileStream(
            path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 })),
    };
}
