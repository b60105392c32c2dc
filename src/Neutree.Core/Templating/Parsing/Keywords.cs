namespace Neutree.Core.Templating.Parsing;

/// <summary>Words with a meaning of their own.</summary>
internal static class Keywords
{
    /// <summary>The kind of a word: a keyword, a boolean, or the name of a function.</summary>
    public static TokenKind KindOf(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("if"u8) => TokenKind.If,
        _ when word.SequenceEqual("end"u8) => TokenKind.End,
        _ when word.SequenceEqual("nil"u8) => TokenKind.Nil,
        _ when word.SequenceEqual("else"u8) => TokenKind.Else,
        _ when word.SequenceEqual("with"u8) => TokenKind.With,
        _ when word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8) => TokenKind.Bool,
        _ when word.SequenceEqual("range"u8) => TokenKind.Range,
        _ when word.SequenceEqual("block"u8) => TokenKind.Block,
        _ when word.SequenceEqual("break"u8) => TokenKind.Break,
        _ when word.SequenceEqual("define"u8) => TokenKind.Define,
        _ when word.SequenceEqual("template"u8) => TokenKind.Template,
        _ when word.SequenceEqual("continue"u8) => TokenKind.Continue,
        _ => TokenKind.Identifier,
    };
}
