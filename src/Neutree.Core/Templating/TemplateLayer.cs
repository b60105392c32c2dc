using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating;

/// <summary>
/// Templates by name, on top of those of a layer below that no longer changes. Clones of a set share the layers below, so that a clone
/// costs nothing until something is added.
/// </summary>
internal sealed class TemplateLayer(TemplateLayer? below)
{
    /// <summary>Layers that a look-up may pass; more are joined.</summary>
    private const int MostLayers = 8;

    private readonly int _height = below is null ? 1 : below._height + 1;
    private Dictionary<GoString, SyntaxTree>? _trees;

    public TemplateLayer? Below { get; } = below;

    public void Set(SyntaxTree tree) => (_trees ??= [])[tree.Name] = tree;

    public bool TryFind(GoString name, [NotNullWhen(true)] out SyntaxTree? tree)
    {
        for (TemplateLayer? layer = this; layer is not null; layer = layer.Below)
        {
            if (layer._trees is not null && layer._trees.TryGetValue(name, out tree))
            {
                return true;
            }
        }

        tree = null;
        return false;
    }

    /// <summary>An empty layer on top of this one, which changes no more; this one again where it is empty itself.</summary>
    public TemplateLayer Freeze() =>
        _trees is null ? this : new TemplateLayer(_height < MostLayers ? this : Joined());

    private TemplateLayer Joined()
    {
        TemplateLayer joined = new(below: null);
        Join(joined);
        return joined;
    }

    private void Join(TemplateLayer target)
    {
        Below?.Join(target);
        foreach (SyntaxTree tree in _trees?.Values ?? Enumerable.Empty<SyntaxTree>())
        {
            target.Set(tree);
        }
    }
}
