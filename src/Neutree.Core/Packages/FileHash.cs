using System.Buffers;
using System.Security.Cryptography;

namespace Neutree.Core.Packages;

/// <summary>Sums of files.</summary>
internal static class FileHash
{
    private const int BufferSize = 1024 * 1024;

    /// <returns>The sha256 sum of a file, as 64 hexadecimal digits.</returns>
    public static async Task<string> ComputeAsync(string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            return await ComputeAsync(file.ReadAsync, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>The sum of what <paramref name="read"/> gives until it gives nothing.</returns>
    public static async Task<string> ComputeAsync(
        Func<Memory<byte>, CancellationToken, ValueTask<int>> read, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long done = 0;
            int count;
            while ((count = await read(buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, count);
                progress?.Report(done += count);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
