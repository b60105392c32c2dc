using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Neutree.Core.Go;

/// <summary>
/// A Go string: an immutable sequence of bytes, mostly but not necessarily UTF-8. Length, index and slice count bytes; equality and order
/// compare bytes. See docs/decisions/0007.
/// </summary>
[SuppressMessage("Design", "CA1036:Override methods on comparable types", Justification = "Order is asked for by name, never by operator.")]
public sealed class GoString : IGoValue, IEquatable<GoString>, IComparable<GoString>
{
    private readonly byte[] _bytes;
    private int _hash;

    private GoString(byte[] bytes) => _bytes = bytes;

    public static GoString Empty { get; } = new([]);

    /// <summary>Number of bytes.</summary>
    public int Length => _bytes.Length;

    public bool IsEmpty => _bytes.Length == 0;

    public ReadOnlySpan<byte> Span => _bytes;

    public ReadOnlyMemory<byte> Memory => _bytes;

    public GoType Type => GoType.String;

    /// <summary>The byte at an index.</summary>
    public byte this[int index] => _bytes[index];

    public static implicit operator GoString(string text) => FromText(text);

    public static bool operator ==(GoString? left, GoString? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(GoString? left, GoString? right) => !(left == right);

    public static GoString operator +(GoString left, GoString right) => Concat(left.Span, right.Span);

    /// <summary>The UTF-8 form of a .NET string; a lone surrogate becomes U+FFFD.</summary>
    public static GoString FromText(string text) => text.Length == 0 ? Empty : new(Encoding.UTF8.GetBytes(text));

    /// <summary>A copy of the bytes.</summary>
    public static GoString FromBytes(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? Empty : new(bytes.ToArray());

    /// <summary>Takes the array over without a copy: the caller never writes to it again.</summary>
    public static GoString Adopt(byte[] bytes) => bytes.Length == 0 ? Empty : new(bytes);

    public static GoString Concat(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        byte[] joined = new byte[first.Length + second.Length];
        first.CopyTo(joined);
        second.CopyTo(joined.AsSpan(first.Length));
        return Adopt(joined);
    }

    /// <summary>Go's <c>s[start:end]</c>; the caller has checked the bounds.</summary>
    public GoString Between(int start, int end) => start == 0 && end == Length ? this : FromBytes(_bytes.AsSpan(start, end - start));

    /// <summary>The runes as Go's <c>range</c> yields them: each invalid byte is one U+FFFD of width 1.</summary>
    public GoRunes Runes => new(_bytes);

    public bool Equals(GoString? other) =>
        ReferenceEquals(this, other) || (other is not null && Span.SequenceEqual(other.Span));

    public override bool Equals(object? obj) => Equals(obj as GoString);

    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            HashCode hash = default;
            hash.AddBytes(_bytes);
            _hash = hash.ToHashCode() | 1;
        }

        return _hash;
    }

    /// <summary>Order of the bytes, as Go compares strings.</summary>
    public int CompareTo(GoString? other) => other is null ? 1 : Span.SequenceCompareTo(other.Span);

    /// <summary>The text; what isn't UTF-8 becomes U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes);
}
