using System.Buffers.Binary;
using System.Text;

namespace Neutree.Core.Docker;

/// <summary>
/// Reads a container's log: plain text where it has a terminal, else frames of a stream's number, three empty bytes, a length and
/// that many bytes.
/// </summary>
internal static class DockerLogReader
{
    private const int HeadSize = 8;
    private const int LargestFrame = 1 << 20;

    /// <summary>All lines, of both streams in the order in which they were printed; a stream that ends inside a frame gives what there was.</summary>
    public static async Task<IReadOnlyList<string>> ReadLinesAsync(Stream log, bool isTerminal, CancellationToken cancellationToken)
    {
        using MemoryStream text = new();
        if (isTerminal)
        {
            await log.CopyToAsync(text, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CopyFramesAsync(log, text, cancellationToken).ConfigureAwait(false);
        }

        string[] lines = Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length).ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static async Task CopyFramesAsync(Stream log, MemoryStream text, CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadSize];
        while (await log.ReadAtLeastAsync(head, HeadSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == HeadSize)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4));
            if (length > LargestFrame)
            {
                throw new IOException($"a frame of the log claims {length} bytes");
            }

            byte[] frame = new byte[length];
            int read = await log.ReadAtLeastAsync(frame, frame.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            text.Write(frame, 0, read);
        }
    }
}
