using System.Text;
using System.Text.Unicode;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>Where a reader stands in the text of a <c>--set</c> argument.</summary>
internal sealed class SetText
{
    private readonly GoString _text;
    private int _position;

    public SetText(GoString text) => _text = WithoutInvalidBytes(text);

    public bool IsAtEnd => _position == _text.Length;

    /// <summary>What hasn't been read.</summary>
    public ReadOnlySpan<byte> Rest => _text.Span[_position..];

    public void Skip(int count) => _position += count;

    /// <summary>Moves behind the next byte if it is the wanted one.</summary>
    public bool TrySkip(byte wanted)
    {
        if (IsAtEnd || _text[_position] != wanted)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Reads all that is left, as it stands.</summary>
    public GoString ReadToEnd()
    {
        GoString rest = _text.Between(_position, _text.Length);
        _position = _text.Length;
        return rest;
    }

    /// <summary>Reads up to a stop and moves behind it.</summary>
    /// <param name="stops">ASCII characters that end the token.</param>
    /// <param name="hasEscapes">Whether a backslash takes the character after it as it stands.</param>
    /// <param name="token">What stands before the stop, or before the end of the text.</param>
    /// <param name="stop">The stop.</param>
    /// <returns>False where the text ended before any stop.</returns>
    public bool TryReadUntil(ReadOnlySpan<byte> stops, bool hasEscapes, out GoString token, out byte stop)
    {
        ReadOnlySpan<byte> rest = Rest;
        GoStringBuilder? unescaped = null;
        int start = 0;
        int index = 0;
        for (; index < rest.Length && !stops.Contains(rest[index]); index++)
        {
            if (hasEscapes && rest[index] == '\\')
            {
                unescaped ??= new GoStringBuilder(rest.Length);
                unescaped.Append(rest[start..index]);
                index++;
                start = index;
            }
        }

        bool found = index < rest.Length;
        int end = Math.Min(index, rest.Length);
        start = Math.Min(start, end);
        token = unescaped is null ? GoString.FromBytes(rest[..end]) : unescaped.Append(rest[start..end]).ToGoString();
        stop = found ? rest[index] : default;
        _position += found ? index + 1 : rest.Length;
        return found;
    }

    private static GoString WithoutInvalidBytes(GoString text)
    {
        if (Utf8.IsValid(text.Span))
        {
            return text;
        }

        GoStringBuilder valid = new(text.Length + 16);
        foreach (Rune rune in text.Runes)
        {
            valid.Append(rune);
        }

        return valid.ToGoString();
    }
}
