using Neutree.Core.Go;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Parsing;

/// <summary>The templates of one text: its own body, and those it defines.</summary>
internal sealed class ParsedText
{
    private readonly Dictionary<GoString, SyntaxTree> _trees = [];

    public IReadOnlyCollection<SyntaxTree> Trees => _trees.Values;

    /// <summary>The text's own body, or the definition in it that has the same name and isn't empty.</summary>
    public SyntaxTree this[GoString name] => _trees[name];

    /// <summary>Adds a template; an empty one never replaces another. False where the name is taken already.</summary>
    public bool TryAdd(SyntaxTree tree)
    {
        if (!_trees.TryGetValue(tree.Name, out SyntaxTree? existing) || existing.IsEmpty)
        {
            _trees[tree.Name] = tree;
            return true;
        }

        return tree.IsEmpty;
    }
}
