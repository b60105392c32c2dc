using System.Buffers;
using System.Text.Json;

namespace Neutree.Core.Compression.Seekable;

/// <summary>
/// Where the members of a seekable gzip lie: all but the one that holds this index, and the empty one behind it. As JSON:
/// <c>{"version":1,"length":PLAIN,"members":[[OFFSET,POSITION],[OFFSET,POSITION,"DEFLATE-SUM"],…]}</c>, without white space.
/// </summary>
internal sealed class SeekableGzipIndex
{
    /// <summary>Bytes of JSON that are read at most.</summary>
    public const int MaxSize = 64 * 1024 * 1024;

    public const int Version = 1;

    private SeekableGzipIndex(IReadOnlyList<SeekableGzipMember> members, long length, long end)
    {
        Members = members;
        Length = length;
        End = end;
    }

    public IReadOnlyList<SeekableGzipMember> Members { get; }

    /// <summary>Plain bytes of all members.</summary>
    public long Length { get; }

    /// <summary>Where the last member ends in the file.</summary>
    public long End { get; }

    /// <exception cref="FormatException">Members that can't lie as they are said to: their order, a stored one's length.</exception>
    public static SeekableGzipIndex Create(IReadOnlyList<SeekableGzipMember> members, long length, long end)
    {
        SeekableGzipIndex index = new(members, length, end);
        for (int i = 0; i < members.Count; i++)
        {
            index.Check(i);
        }

        bool isComplete = members.Count == 0 ? length == 0 && end == 0 : members[0] is { Offset: 0, Position: 0 };
        return isComplete ? index : throw new FormatException("the index doesn't begin at the start of the file");
    }

    /// <param name="json">The index's bytes.</param>
    /// <param name="end">Where the member that holds it starts in the file.</param>
    /// <exception cref="FormatException">It is malformed, or tells of members that can't be.</exception>
    public static SeekableGzipIndex Parse(ReadOnlyMemory<byte> json, long end)
    {
        try
        {
            return new SeekableGzipIndexReader(json.Span).Read(end);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new FormatException("the index is malformed", error);
        }
    }

    public ReadOnlyMemory<byte> ToJson()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteNumber("length", Length);
            writer.WriteStartArray("members");
            foreach (SeekableGzipMember member in Members)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(member.Offset);
                writer.WriteNumberValue(member.Position);
                if (member.DeflateSum is { } sum)
                {
                    writer.WriteStringValue(sum);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The number of the member that holds the plain byte at <paramref name="position"/>, which lies below <see cref="Length"/>.</summary>
    public int Find(long position)
    {
        int low = 0;
        int high = Members.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Members[middle].Position <= position)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Bytes of a member in the file.</summary>
    public long SizeOf(int member) => (member + 1 < Members.Count ? Members[member + 1].Offset : End) - Members[member].Offset;

    /// <summary>Plain bytes of a member.</summary>
    public long LengthOf(int member) => (member + 1 < Members.Count ? Members[member + 1].Position : Length) - Members[member].Position;

    private void Check(int i)
    {
        SeekableGzipMember member = Members[i];
        long size = SizeOf(i);
        long length = LengthOf(i);
        bool isPossible = member.Offset >= 0
            && member.Position >= 0
            && length > 0
            && size > GzipMemberFormat.HeaderSize + GzipMemberFormat.TrailerSize
            && (!member.IsStored || size == GzipMemberFormat.StoredSize(length));
        if (!isPossible)
        {
            throw new FormatException($"the index tells of an impossible member {i}");
        }
    }
}
