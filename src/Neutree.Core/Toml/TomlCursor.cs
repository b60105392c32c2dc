using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>Walks over a document's characters, counts lines, and fails in the words of BurntSushi's lexer.</summary>
internal sealed class TomlCursor
{
    private readonly byte[] _bytes;
    private readonly int _end;
    private bool _hasPassedEnd;

    /// <param name="text">The document, without a byte order mark.</param>
    public TomlCursor(ReadOnlySpan<byte> text)
    {
        _bytes = text.ToArray();
        _end = text.Length;
    }

    /// <summary>The key that messages name; empty for none.</summary>
    public Func<GoString>? LastKey { get; set; }

    public int Position { get; private set; }

    public int Line { get; private set; } = 1;

    public bool IsAtEnd => Position >= _end;

    /// <summary>The byte here; 0 at the end.</summary>
    public byte Current => IsAtEnd ? (byte)0 : _bytes[Position];

    /// <summary>The bytes from here on.</summary>
    public ReadOnlySpan<byte> Rest => _bytes.AsSpan(Position);

    public ReadOnlySpan<byte> Since(int start) => _bytes.AsSpan(start, Position - start);

    public bool StartsWith(ReadOnlySpan<byte> text) => _bytes.AsSpan(Position).StartsWith(text);

    public static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    public static bool IsBreak(byte value) => value is (byte)'\n' or (byte)'\r';

    /// <summary>Takes a character; 0 at the end.</summary>
    public Rune Next()
    {
        Rune rune = Peek();
        _hasPassedEnd = IsAtEnd;
        Position += IsAtEnd ? 0 : rune.Utf8SequenceLength;
        Line += rune.Value == '\n' ? 1 : 0;
        return rune;
    }

    /// <summary>The character here; 0 at the end.</summary>
    public Rune Peek()
    {
        if (IsAtEnd)
        {
            return default;
        }

        if (Rune.DecodeFromUtf8(_bytes.AsSpan(Position, _end - Position), out Rune rune, out _) != OperationStatus.Done)
        {
            Fail($"invalid UTF-8 byte: 0x{_bytes[Position]:x2}", Line);
        }

        bool isLoneReturn = rune.Value == '\r' && (Position + 1 >= _end || _bytes[Position + 1] != '\n');
        if (isLoneReturn || rune.Value == 0x7F || (rune.Value < 0x20 && rune.Value is not ('\t' or '\r' or '\n')))
        {
            Fail($"TOML files cannot contain control characters: '0x{rune.Value:x2}'", Line);
        }

        return rune;
    }

    public bool Take(byte wanted)
    {
        if (IsAtEnd || Peek().Value != wanted)
        {
            return false;
        }

        Next();
        return true;
    }

    public void SkipBlanks()
    {
        while (IsBlank(Current))
        {
            Position++;
        }
    }

    /// <summary>Passes white space, line breaks and comments.</summary>
    public void SkipToContent()
    {
        while (!IsAtEnd && (IsBlank(Current) || IsBreak(Current) || Current == '#'))
        {
            if (Current == '#')
            {
                SkipComment();
            }
            else
            {
                Next();
            }
        }
    }

    /// <summary>Passes a comment up to the end of its line.</summary>
    public void SkipComment()
    {
        while (!IsAtEnd && !IsBreak(Current))
        {
            Next();
        }
    }

    /// <summary>Fails at the line reached; where the end was taken as a character, at the line of the last one.</summary>
    [DoesNotReturn]
    public void FailHere(string problem) => Fail(problem, _hasPassedEnd && _end > 0 && _bytes[_end - 1] == '\n' ? Line - 1 : Line);

    [DoesNotReturn]
    public void Fail(string problem, int line)
    {
        GoString key = LastKey?.Invoke() ?? GoString.Empty;
        string place = key.IsEmpty ? $"toml: line {line}: " : $"toml: line {line} (last key {GoQuote.Quote(key)}): ";

        // Where a line break was what didn't fit, Go's text counts it as passed.
        int last = Position > 0 && _bytes[Position - 1] == '\n' ? Line - 1 : Line;
        throw new TomlException(place + problem, Math.Max(1, Math.Min(line, last)), problem);
    }

    /// <summary>A character as Go's <c>%q</c> prints it.</summary>
    public static string Quoted(Rune rune)
    {
        string text = rune.Value == '\'' ? "\\'" : rune.Value == '"' ? "\"" : GoQuote.Quote(rune.ToString()).ToString()[1..^1];
        return $"'{text}'";
    }
}
