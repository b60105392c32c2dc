using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Parsing;

/// <summary>
/// Divides a template's text into tokens (Go <c>text/template/parse</c>). Trim markers and comments are dealt with here: the parser never
/// sees them. After an error there is only the end of the text.
/// </summary>
internal sealed class Lexer
{
    private const int TrimMarkerLength = 2;

    private readonly GoString _text;
    private readonly bool _hasBreak;
    private readonly bool _hasContinue;
    private int _position;
    private int _start;
    private int _line = 1;
    private int _countedTo;
    private int _parentheses;
    private bool _isInsideAction;
    private Token _failure;

    /// <param name="text">The text.</param>
    /// <param name="hasBreak">Whether <c>break</c> is a keyword, which it isn't where a function has that name.</param>
    /// <param name="hasContinue">The same for <c>continue</c>.</param>
    public Lexer(GoString text, bool hasBreak, bool hasContinue)
    {
        _text = text;
        _hasBreak = hasBreak;
        _hasContinue = hasContinue;
    }

    private ReadOnlySpan<byte> Rest => _text.Span[_position..];

    /// <summary>The next token.</summary>
    public Token Next()
    {
        if (_failure.Kind == TokenKind.EndOfText)
        {
            return _failure;
        }

        return _isInsideAction ? NextInsideAction() : NextOutside();
    }

    private Token NextOutside()
    {
        while (true)
        {
            int delimiter = Rest.IndexOf("{{"u8);
            if (delimiter < 0)
            {
                _position = _text.Length;
                return _position > _start ? Take(TokenKind.Text) : Take(TokenKind.EndOfText);
            }

            _position += delimiter;
            ReadOnlySpan<byte> text = _text.Span[_start.._position];
            int kept = Characters.StartsWithLeftTrimMarker(_text.Span[(_position + 2)..]) ? text.TrimEnd(" \t\r\n"u8).Length : text.Length;
            if (kept > 0)
            {
                Token token = TakeTo(TokenKind.Text, _start + kept);
                Ignore();
                return token;
            }

            Ignore();
            if (LeftDelimiter() is { } found)
            {
                return found;
            }
        }
    }

    /// <summary>Reads a left delimiter, or a whole comment: then there is no token.</summary>
    private Token? LeftDelimiter()
    {
        _position += 2;
        int markerLength = Characters.StartsWithLeftTrimMarker(Rest) ? TrimMarkerLength : 0;
        if (Rest[markerLength..].StartsWith("/*"u8))
        {
            _position += markerLength;
            Ignore();
            return Comment();
        }

        Token token = Take(TokenKind.LeftDelimiter);
        _position += markerLength;
        Ignore();
        _parentheses = 0;
        _isInsideAction = true;
        return token;
    }

    private Token? Comment()
    {
        int end = Rest[2..].IndexOf("*/"u8);
        if (end < 0)
        {
            return Fail("unclosed comment");
        }

        _position += end + 4;
        if (!IsAtRightDelimiter(out bool trims))
        {
            return Fail("comment ends before closing delimiter");
        }

        SkipRightDelimiter(trims);
        Ignore();
        return null;
    }

    private Token NextInsideAction()
    {
        if (IsAtRightDelimiter(out bool trims))
        {
            return _parentheses == 0 ? RightDelimiter(trims) : Fail("unclosed left paren");
        }

        int rune = Read();
        switch (rune)
        {
            case Characters.EndOfText:
                return Fail("unclosed action");
            case ' ' or '\t' or '\r' or '\n':
                return Space();
            case '=':
                return Take(TokenKind.Assign);
            case ':':
                return Read() == '=' ? Take(TokenKind.Declare) : Fail("expected :=");
            case '|':
                return Take(TokenKind.Pipe);
            case '"':
                return Quoted((byte)'"', TokenKind.String, "unterminated quoted string");
            case '\'':
                return Quoted((byte)'\'', TokenKind.CharConstant, "unterminated character constant");
            case '`':
                return Quoted((byte)'`', TokenKind.RawString, "unterminated raw quoted string");
            case '$':
                return FieldOrVariable(TokenKind.Variable, TokenKind.Variable);
            case '.' when _position < _text.Length && !char.IsAsciiDigit((char)_text.Span[_position]):
                return FieldOrVariable(TokenKind.Field, TokenKind.Dot);
            case '.' or '+' or '-' or (>= '0' and <= '9'):
                _position = _start;
                return Number();
            case '(':
                _parentheses++;
                return Take(TokenKind.LeftParenthesis);
            case ')':
                return --_parentheses < 0 ? Fail("unexpected right paren") : Take(TokenKind.RightParenthesis);
            default:
                return Characters.IsWordRune(rune) ? Word()
                    : rune is > ' ' and < 0x7F ? Take(TokenKind.Char)
                    : Fail($"unrecognized character in action: {Characters.Describe(rune)}");
        }
    }

    private bool IsAtRightDelimiter(out bool trims)
    {
        trims = Characters.StartsWithRightTrimMarker(Rest) && Rest[TrimMarkerLength..].StartsWith("}}"u8);
        return trims || Rest.StartsWith("}}"u8);
    }

    private Token RightDelimiter(bool trims)
    {
        if (trims)
        {
            _position += TrimMarkerLength;
            Ignore();
        }

        _position += 2;
        Token token = Take(TokenKind.RightDelimiter);
        if (trims)
        {
            SkipSpace();
            Ignore();
        }

        _isInsideAction = false;
        return token;
    }

    private void SkipRightDelimiter(bool trims)
    {
        _position += trims ? TrimMarkerLength + 2 : 2;
        if (trims)
        {
            SkipSpace();
        }
    }

    private void SkipSpace() => _position = _text.Length - Rest.TrimStart(" \t\r\n"u8).Length;

    /// <summary>A run of space; its last one may belong to a trim marker.</summary>
    private Token Space()
    {
        SkipSpace();
        if (Characters.StartsWithRightTrimMarker(_text.Span[(_position - 1)..]) && _text.Span[(_position + 1)..].StartsWith("}}"u8))
        {
            _position--;
            if (_position == _start)
            {
                return RightDelimiter(trims: true);
            }
        }

        return Take(TokenKind.Space);
    }

    private Token Word()
    {
        while (Characters.IsWordRune(Peek(out int width)))
        {
            _position += width;
        }

        if (!IsAtTerminator())
        {
            return Fail($"bad character {Characters.Describe(Peek(out _))}");
        }

        TokenKind kind = Keywords.KindOf(_text.Span[_start.._position]);
        return Take((kind == TokenKind.Break && !_hasBreak) || (kind == TokenKind.Continue && !_hasContinue) ? TokenKind.Identifier : kind);
    }

    private Token FieldOrVariable(TokenKind kind, TokenKind aloneKind)
    {
        if (IsAtTerminator())
        {
            return Take(aloneKind);
        }

        while (Characters.IsWordRune(Peek(out int width)))
        {
            _position += width;
        }

        return IsAtTerminator() ? Take(kind) : Fail($"bad character {Characters.Describe(Peek(out _))}");
    }

    /// <summary>Whether what follows may stand behind a word.</summary>
    private bool IsAtTerminator() =>
        Peek(out _) is Characters.EndOfText or '.' or ',' or '|' or ':' or ')' or '(' or ' ' or '\t' or '\r' or '\n' || Rest.StartsWith("}}"u8);

    private Token Quoted(byte quote, TokenKind kind, string failure)
    {
        int end = LiteralScanner.EndOfQuoted(_text.Span, _position, quote);
        if (end < 0)
        {
            return Fail(failure);
        }

        _position = end;
        return Take(kind);
    }

    private Token Number()
    {
        bool isNumber = LiteralScanner.TryScanNumber(_text.Span, ref _position, out TokenKind kind);
        return isNumber ? Take(kind) : Fail($"bad number syntax: {GoQuote.Quote(_text.Between(_start, _position))}");
    }

    private int Peek(out int width) => Characters.RuneAt(_text.Span, _position, out width);

    private int Read()
    {
        int rune = Peek(out int width);
        _position += width;
        return rune;
    }

    private void Ignore() => _start = _position;

    private Token Take(TokenKind kind) => TakeTo(kind, _position);

    private Token TakeTo(TokenKind kind, int end)
    {
        Token token = new(kind, _start, LineOfStart(), _text.Memory[_start..end]);
        _start = end;
        return token;
    }

    private int LineOfStart()
    {
        _line += _text.Span[_countedTo.._start].Count((byte)'\n');
        _countedTo = _start;
        return _line;
    }

    private Token Fail(string message)
    {
        int line = LineOfStart();
        _failure = new Token(TokenKind.EndOfText, 0, line, default);
        return new Token(TokenKind.Error, _start, line, Encoding.UTF8.GetBytes(message));
    }
}
