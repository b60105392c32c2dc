namespace Neutree.Core.Templating.Runtime;

/// <summary>How execution goes on after a node.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}
