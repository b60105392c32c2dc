using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Oci.Archives;

/// <summary>Shorthands for tests that read archives made in memory.</summary>
internal static class ArchiveReading
{
    public static async Task<IReadOnlyList<SourceImage>> ReadImagesAsync(byte[] archive, ArchiveOptions? options = null)
    {
        using TemporaryFolder folder = new();
        await using ImageArchive opened = await ImageArchive.OpenAsync(folder.Write("a.bin", archive), options ?? new ArchiveOptions(), CancellationToken.None);
        return await opened.GetImagesAsync(CancellationToken.None);
    }

    public static async Task<ArchiveException> RefusedAsync(byte[] archive, ArchiveOptions? options = null) =>
        await Assert.ThrowsAsync<ArchiveException>(() => ReadImagesAsync(archive, options));

    public static async Task<byte[]> ReadBlobAsync(IImageSource source, SourceBlob blob, long offset = 0)
    {
        await using Stream stream = await source.OpenBlobAsync(blob, offset, CancellationToken.None);
        using MemoryStream copy = new();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
