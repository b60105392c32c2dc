using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Walks over a document's characters and keeps count of lines and columns.</summary>
internal sealed class YamlCursor
{
    private readonly byte[] _bytes;
    private readonly string? _problemAtEnd;
    private int _index;

    public YamlCursor(YamlInput input)
    {
        _bytes = input.Bytes;
        _problemAtEnd = input.Problem;
    }

    /// <summary>Offset in bytes.</summary>
    public int Position { get; private set; }

    public int Line { get; private set; }

    public int Column { get; private set; }

    public YamlMark Mark => new(_index, Line, Column);

    public byte Current => _bytes[Position];

    public bool IsAtEnd => _bytes[Position] == 0;

    public bool IsBlank => _bytes[Position] is (byte)' ' or (byte)'\t';

    public bool IsBreak => IsBreakAt(0);

    public bool IsBlankOrEnd => IsBlankOrEndAt(0);

    /// <summary>A letter, digit, underscore or hyphen.</summary>
    public bool IsWord => _bytes[Position] is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (byte)'_' or (byte)'-';

    /// <summary>Whether <c>---</c> or <c>...</c> stands here alone at the start of a line.</summary>
    public bool IsAtDocumentIndicator =>
        Column == 0
        && ((Current == '-' && Peek(1) == '-' && Peek(2) == '-') || (Current == '.' && Peek(1) == '.' && Peek(2) == '.'))
        && IsBlankOrEndAt(3);

    public byte Peek(int offset) => _bytes[Position + offset];

    /// <summary>The bytes from here on, closing zeros included.</summary>
    public ReadOnlySpan<byte> Rest => _bytes.AsSpan(Position);

    /// <summary>The bytes between an earlier position and here.</summary>
    public ReadOnlySpan<byte> Since(int start) => _bytes.AsSpan(start, Position - start);

    public bool IsBreakAt(int offset) => _bytes[Position + offset] switch
    {
        (byte)'\n' or (byte)'\r' => true,
        0xC2 => _bytes[Position + offset + 1] == 0x85,
        0xE2 => _bytes[Position + offset + 1] == 0x80 && _bytes[Position + offset + 2] is 0xA8 or 0xA9,
        _ => false,
    };

    public bool IsBlankOrEndAt(int offset) => _bytes[Position + offset] is 0 or (byte)' ' or (byte)'\t' || IsBreakAt(offset);

    /// <summary>Passes a character that is no line break.</summary>
    public void Skip()
    {
        Position += Width(_bytes[Position]);
        _index++;
        Column++;
    }

    /// <summary>Passes several bytes that hold no line break.</summary>
    public void SkipBytes(int count)
    {
        int characters = 0;
        foreach (byte octet in _bytes.AsSpan(Position, count))
        {
            characters += (octet & 0xC0) == 0x80 ? 0 : 1;
        }

        Position += count;
        _index += characters;
        Column += characters;
    }

    /// <summary>Passes a line break, if one is here.</summary>
    public void SkipBreak()
    {
        byte first = _bytes[Position];
        if (first == '\r' && _bytes[Position + 1] == '\n')
        {
            Position += 2;
            _index += 2;
        }
        else if (IsBreak)
        {
            Position += Width(first);
            _index++;
        }
        else
        {
            return;
        }

        Column = 0;
        Line++;
    }

    /// <summary>Copies a line break, normalized: all are <c>\n</c> but the line and paragraph separators.</summary>
    public void ReadBreak(GoStringBuilder output)
    {
        if (!IsBreak)
        {
            return;
        }

        if (Current == 0xE2)
        {
            output.Append(_bytes.AsSpan(Position, 3));
        }
        else
        {
            output.Append((byte)'\n');
        }

        SkipBreak();
    }

    public void SkipBlanks()
    {
        while (IsBlank)
        {
            Skip();
        }
    }

    /// <summary>Passes a comment up to the end of its line, if one begins here.</summary>
    public void SkipComment()
    {
        if (Current != '#')
        {
            return;
        }

        while (!IsAtEnd && !IsBreak)
        {
            int run = Rest.IndexOfAny((byte)'\n', (byte)'\r', (byte)0);
            int special = Rest[..run].IndexOfAny((byte)0xC2, (byte)0xE2);
            if (special == 0)
            {
                Skip();
            }
            else
            {
                SkipBytes(special > 0 ? special : run);
            }
        }
    }

    /// <summary>Moves to the start of the next line, where the stream's end is reported.</summary>
    public void ForceNewLine()
    {
        if (Column != 0)
        {
            Column = 0;
            Line++;
        }
    }

    /// <summary>Fails if the end that the cursor is at is one of broken bytes.</summary>
    public void CheckEnd()
    {
        if (_problemAtEnd is not null && IsAtEnd)
        {
            throw new YamlException("yaml: " + _problemAtEnd, Line + 1, Column + 1);
        }
    }

    /// <summary>Fails at this place. Go names the line only from the second on.</summary>
    [DoesNotReturn]
    public void Fail(string problem, YamlMark context)
    {
        CheckEnd();
        int line = Line != 0 ? Line + 1 : context.Line;
        throw new YamlException(line == 0 ? $"yaml: {problem}" : $"yaml: line {line}: {problem}", Line + 1, Column + 1);
    }

    private static int Width(byte lead) => lead switch
    {
        < 0x80 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };
}
