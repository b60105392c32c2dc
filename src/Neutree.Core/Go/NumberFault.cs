namespace Neutree.Core.Go;

/// <summary>Why text is no number.</summary>
internal enum NumberFault
{
    None,
    Syntax,
    Range,
}
