namespace Neutree.Core.Go.RegularExpressions;

/// <summary>The expressions compiled last, but for large ones; the one used longest ago makes room.</summary>
internal sealed class RegexCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GoString, LinkedListNode<GoRegex>> _byPattern = [];
    private readonly LinkedList<GoRegex> _byUse = [];

    public GoRegex GetOrAdd(GoString pattern, Func<GoString, GoRegex> compile)
    {
        lock (_gate)
        {
            if (_byPattern.TryGetValue(pattern, out LinkedListNode<GoRegex>? node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value;
            }
        }

        GoRegex regex = compile(pattern);
        if (!regex.IsSmall)
        {
            return regex;
        }

        lock (_gate)
        {
            if (_byPattern.ContainsKey(pattern))
            {
                return regex;
            }

            _byPattern[pattern] = _byUse.AddFirst(regex);
            if (_byPattern.Count > capacity)
            {
                _byPattern.Remove(_byUse.Last!.Value.Pattern);
                _byUse.RemoveLast();
            }
        }

        return regex;
    }
}
