using System.Text;

namespace Neutree.Core.Go;

/// <summary>Collects bytes into a <see cref="GoString"/> (Go <c>strings.Builder</c>).</summary>
public sealed class GoStringBuilder
{
    /// <summary>The most bytes a text may have; larger ones come from charts that mean harm, and several of them fill the memory.</summary>
    public const int MaxLength = 128 << 20;

    private byte[] _bytes;

    public GoStringBuilder(int capacity = 256) => _bytes = new byte[capacity];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public GoStringBuilder Append(GoString text) => Append(text.Span);

    public GoStringBuilder Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
        return this;
    }

    public GoStringBuilder Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
        return this;
    }

    /// <summary>Writes a byte several times, as padding and indentation need.</summary>
    public GoStringBuilder AppendRepeated(byte value, int count)
    {
        Reserve(count)[..count].Fill(value);
        Length += count;
        return this;
    }

    /// <summary>Writes text as UTF-8.</summary>
    public GoStringBuilder AppendText(ReadOnlySpan<char> text)
    {
        Length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));
        return this;
    }

    public GoStringBuilder Append(Rune rune)
    {
        Length += rune.EncodeToUtf8(Reserve(4));
        return this;
    }

    /// <summary>Drops what lies beyond <paramref name="length"/> bytes.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    public void Clear() => Length = 0;

    public GoString ToGoString() => GoString.FromBytes(Written);

    public override string ToString() => Encoding.UTF8.GetString(Written);

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            // Room for the largest form of a text may be asked for, so that three times the limit is still in order.
            long needed = (long)Length + count;
            if (Length > MaxLength || needed > 3L * MaxLength + 3)
            {
                throw new GoException($"a text is larger than {MaxLength >> 20} MiB");
            }

            Array.Resize(ref _bytes, (int)Math.Max(needed, Math.Min(3L * MaxLength, Math.Max(256L, 2L * _bytes.Length))));
        }

        return _bytes.AsSpan(Length);
    }
}
