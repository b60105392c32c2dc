using System.Buffers;
using System.Text;

namespace Neutree.Core.Go;

/// <summary>Walks over bytes rune by rune with Go's rule for invalid UTF-8: one byte, U+FFFD.</summary>
public ref struct GoRunes
{
    private ReadOnlySpan<byte> _rest;

    public GoRunes(ReadOnlySpan<byte> bytes)
    {
        _rest = bytes;
        Index = 0;
        Width = 0;
        Current = Rune.ReplacementChar;
        IsValid = false;
    }

    /// <summary>The rune; U+FFFD where the bytes are invalid.</summary>
    public Rune Current { get; private set; }

    /// <summary>Where the rune begins, in bytes.</summary>
    public int Index { get; private set; }

    /// <summary>Bytes the rune takes.</summary>
    public int Width { get; private set; }

    /// <summary>Whether the bytes are UTF-8; a literal U+FFFD is valid.</summary>
    public bool IsValid { get; private set; }

    public readonly GoRunes GetEnumerator() => this;

    public bool MoveNext()
    {
        Index += Width;
        if (_rest.IsEmpty)
        {
            Width = 0;
            return false;
        }

        IsValid = Rune.DecodeFromUtf8(_rest, out Rune rune, out int width) == OperationStatus.Done;
        Current = IsValid ? rune : Rune.ReplacementChar;
        Width = IsValid ? width : 1;
        _rest = _rest[Width..];
        return true;
    }
}
