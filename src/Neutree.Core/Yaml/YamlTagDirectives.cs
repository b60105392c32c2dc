using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>What a document's directives declare: its version, and what the handles of its tags stand for.</summary>
internal sealed class YamlTagDirectives
{
    private static readonly GoString Primary = "!";

    private static readonly GoString Secondary = "!!";

    private static readonly GoString SecondaryPrefix = "tag:yaml.org,2002:";

    private readonly Dictionary<GoString, GoString> _prefixes = [];

    /// <summary>Takes the directives before a document.</summary>
    public void Read(YamlScanner scanner)
    {
        bool hasVersion = false;
        for (YamlToken token = scanner.Peek(); token.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective; token = scanner.Peek())
        {
            if (token.Kind == YamlTokenKind.TagDirective)
            {
                if (!_prefixes.TryAdd(token.Value!, token.Suffix!))
                {
                    throw YamlException.Unexpected("found duplicate %TAG directive", token.Start, context: default);
                }
            }
            else if (hasVersion)
            {
                throw YamlException.Unexpected("found duplicate %YAML directive", token.Start, context: default);
            }
            else if (token.Major != 1 || token.Minor != 1)
            {
                throw YamlException.Unexpected("found incompatible YAML document", token.Start, context: default);
            }
            else
            {
                hasVersion = true;
            }

            scanner.Take();
        }
    }

    /// <summary>The full tag; null where the handle isn't declared.</summary>
    public GoString? Resolve(GoString handle, GoString suffix) =>
        _prefixes.TryGetValue(handle, out GoString? prefix) ? prefix + suffix
        : handle == Secondary ? SecondaryPrefix + suffix
        : handle == Primary ? Primary + suffix
        : null;

    public void Clear() => _prefixes.Clear();
}
