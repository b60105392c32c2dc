using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Neutree.Core.Oci.Serving;

/// <summary>Copies a stream to the end of a file while hashing it; the next buffer is received while the last one is hashed and written.</summary>
internal static class BlobFileWriter
{
    private const int BufferSize = 1024 * 1024;

    /// <param name="source">Read to its end.</param>
    /// <param name="file">Written from <paramref name="offset"/> on.</param>
    /// <param name="offset">Bytes the file holds already.</param>
    /// <param name="hash">Given the bytes in order, or null where the source hashes itself.</param>
    /// <param name="written">Told the file's length after each write; so a caller knows what is safe when the source breaks off.</param>
    /// <param name="cancellationToken">Ends the copy after the write under way.</param>
    public static async Task CopyAsync(Stream source, SafeFileHandle file, long offset, IncrementalHash? hash, Action<long> written, CancellationToken cancellationToken)
    {
        byte[] current = ArrayPool<byte>.Shared.Rent(BufferSize);
        byte[] next = ArrayPool<byte>.Shared.Rent(BufferSize);
        Task writing = Task.CompletedTask;
        try
        {
            while (true)
            {
                (int count, ExceptionDispatchInfo? fault) = await FillAsync(source, current.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false);
                await writing.ConfigureAwait(false);
                writing = WriteAsync(current.AsMemory(0, count), file, offset, hash, written);
                if (count < BufferSize)
                {
                    await writing.ConfigureAwait(false);
                    fault?.Throw();
                    return;
                }

                offset += count;
                (current, next) = (next, current);
            }
        }
        finally
        {
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ArrayPool<byte>.Shared.Return(current);
            ArrayPool<byte>.Shared.Return(next);
        }
    }

    private static Task WriteAsync(ReadOnlyMemory<byte> bytes, SafeFileHandle file, long offset, IncrementalHash? hash, Action<long> written) => Task.Run(() =>
    {
        hash?.AppendData(bytes.Span);
        RandomAccess.Write(file, bytes.Span, offset);
        written(offset + bytes.Length);
    });

    /// <summary>Fills the buffer; less only at the end, or where the source broke off: what came before is kept and needn't be sent again.</summary>
    private static async ValueTask<(int Count, ExceptionDispatchInfo? Fault)> FillAsync(Stream source, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int total = 0;
        try
        {
            while (total < buffer.Length)
            {
                int count = await source.ReadAsync(buffer[total..], cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                total += count;
            }
        }
        catch (Exception error)
        {
            return (total, ExceptionDispatchInfo.Capture(error));
        }

        return (total, null);
    }
}
