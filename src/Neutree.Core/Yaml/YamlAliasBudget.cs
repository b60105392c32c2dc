namespace Neutree.Core.Yaml;

/// <summary>Counts decoded nodes and fails where too many of them come from aliases (go-yaml's protection from bombs).</summary>
internal sealed class YamlAliasBudget
{
    private int _decoded;
    private int _decodedInAliases;

    /// <param name="isInAlias">Whether the node is part of what an alias stands for.</param>
    /// <exception cref="YamlException">The document is a bomb.</exception>
    public void Count(bool isInAlias)
    {
        _decoded++;
        if (isInAlias)
        {
            _decodedInAliases++;
        }

        if (_decodedInAliases > 100 && _decoded > 1000 && (double)_decodedInAliases / _decoded > AllowedAliasRatio(_decoded))
        {
            throw new YamlException("yaml: document contains excessive aliasing");
        }
    }

    private static double AllowedAliasRatio(int decoded)
    {
        const double Low = 400_000;
        const double High = 4_000_000;
        return decoded <= Low ? 0.99 : decoded >= High ? 0.10 : 0.99 - (0.89 * ((decoded - Low) / (High - Low)));
    }
}
