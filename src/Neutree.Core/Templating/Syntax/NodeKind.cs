namespace Neutree.Core.Templating.Syntax;

/// <summary>What a node is; the runtime branches on it.</summary>
internal enum NodeKind
{
    Text,
    Action,
    If,
    With,
    Range,
    Template,
    Break,
    Continue,
    List,
    Pipe,
    Command,
    Field,
    Variable,
    Chain,
    Identifier,
    Dot,
    Nil,
    Bool,
    Number,
    String,
    End,
    Else,
}
