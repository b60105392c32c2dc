namespace Neutree.Core.Versions;

/// <summary>What a part of a version constraint asks for.</summary>
internal enum VersionOperator
{
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    Tilde,
    Caret,
}
