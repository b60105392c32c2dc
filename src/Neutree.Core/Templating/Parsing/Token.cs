using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Parsing;

/// <summary>A piece of a template's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it begins, in bytes.</param>
/// <param name="Line">The line it begins on, counted from 1.</param>
/// <param name="Value">Its bytes; for an error its message.</param>
internal readonly record struct Token(TokenKind Kind, int Position, int Line, ReadOnlyMemory<byte> Value)
{
    private const int MostQuotedRunes = 10;

    /// <summary>Error texts cut long tokens.</summary>
    private const int MostBytes = 10;

    public string Text => Encoding.UTF8.GetString(Value.Span);

    public bool Is(byte character) => Kind == TokenKind.Char && Value.Span is [var only] && only == character;

    /// <summary>The token as error texts name it.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.EndOfText => "EOF",
        TokenKind.Error => Text,
        >= TokenKind.Block => $"<{Text}>",
        _ when Value.Length > MostBytes => $"{GoQuote.Quote(FirstRunes())}...",
        _ => GoQuote.Quote(GoString.FromBytes(Value.Span)).ToString(),
    };

    private GoString FirstRunes()
    {
        GoRunes runes = new(Value.Span);
        for (int count = 0; count < MostQuotedRunes && runes.MoveNext(); count++)
        {
        }

        return GoString.FromBytes(Value.Span[..(runes.Index + runes.Width)]);
    }
}
