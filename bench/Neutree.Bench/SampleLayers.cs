using System.Formats.Tar;
using System.Security.Cryptography;

namespace Neutree.Bench;

/// <summary>Writes the layers of the sample image: tars of 4 MiB files, random and text in turn.</summary>
internal static class SampleLayers
{
    private const int FileSize = 4 * 1024 * 1024;

    /// <param name="folder">Where they are written.</param>
    /// <param name="sizes">Bytes of content, layer by layer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<IReadOnlyList<SampleLayer>> WriteAsync(string folder, IReadOnlyList<long> sizes, CancellationToken cancellationToken)
    {
        List<SampleLayer> layers = [];
        for (int number = 0; number < sizes.Count; number++)
        {
            string path = Path.Join(folder, $"layer-{number}.tar");
            await WriteLayerAsync(path, number, sizes[number], cancellationToken);
            layers.Add(new SampleLayer(path, await HashAsync(path, cancellationToken)));
        }

        return layers;
    }

    /// <summary>The file's sha256 digest, <c>sha256:…</c>.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(path);
        return "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private static async Task WriteLayerAsync(string path, int number, long size, CancellationToken cancellationToken)
    {
        SampleContent content = new(seed: number + 1);
        byte[] buffer = new byte[FileSize];
        await using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1024 * 1024, useAsync: true);
        await using TarWriter tar = new(file, TarEntryFormat.Ustar);
        long left = size;
        for (int index = 0; left > 0; index++)
        {
            int length = (int)Math.Min(left, FileSize);
            if (index % 2 == 0)
            {
                content.FillRandom(buffer.AsSpan(0, length));
            }
            else
            {
                content.FillText(buffer.AsSpan(0, length));
            }

            UstarTarEntry entry = new(TarEntryType.RegularFile, $"data/{number}/{index}.bin")
            {
                DataStream = new MemoryStream(buffer, 0, length),
                ModificationTime = DateTimeOffset.UnixEpoch,
            };
            await tar.WriteEntryAsync(entry, cancellationToken);
            left -= length;
        }
    }
}
