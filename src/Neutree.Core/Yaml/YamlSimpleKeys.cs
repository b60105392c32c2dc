namespace Neutree.Core.Yaml;

/// <summary>
/// The places at which a key without <c>?</c> may have begun: one for each flow collection under way, and one for what is around them all.
/// </summary>
internal sealed class YamlSimpleKeys
{
    /// <summary>A key must be followed by its colon within as many characters.</summary>
    private const int MaxLength = 1024;

    private readonly YamlCursor _cursor;
    private readonly List<YamlSimpleKey> _levels = [default];

    public YamlSimpleKeys(YamlCursor cursor) => _cursor = cursor;

    /// <summary>How many flow collections are under way.</summary>
    public int FlowDepth => _levels.Count - 1;

    /// <summary>The place inside of the innermost collection.</summary>
    public YamlSimpleKey Current => _levels[^1];

    /// <summary>Whether a token may turn out to be a key, so that another may have to go before it.</summary>
    public bool MayBegin(int tokenNumber)
    {
        // The numbers of the stack's tokens never fall from bottom to top.
        int low = 0;
        int high = _levels.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_levels[middle].TokenNumber < tokenNumber)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < _levels.Count && _levels[low].TokenNumber == tokenNumber && _levels[low].IsWatched && IsValid(low);
    }

    /// <summary>Whether the current place may still turn out to be that of a key.</summary>
    public bool IsCurrentValid() => IsValid(_levels.Count - 1);

    /// <summary>Notes that a key may begin here.</summary>
    /// <param name="isRequired">Whether it must be one.</param>
    /// <param name="tokenNumber">The number of its first token.</param>
    public void Save(bool isRequired, int tokenNumber)
    {
        Remove();
        _levels[^1] = new YamlSimpleKey(IsPossible: true, isRequired, IsWatched: true, tokenNumber, _cursor.Mark);
    }

    /// <summary>What began at the current place is no key.</summary>
    public void Remove()
    {
        YamlSimpleKey key = _levels[^1];
        if (!key.IsPossible)
        {
            return;
        }

        if (key.IsRequired)
        {
            _cursor.Fail("could not find expected ':'", key.Mark);
        }

        Found();
    }

    /// <summary>The current place is done with: its key is found, or it was none.</summary>
    public void Found() => _levels[^1] = _levels[^1] with { IsPossible = false };

    /// <summary>Enters a flow collection whose first token has a number.</summary>
    public void Enter(int tokenNumber) =>
        _levels.Add(new YamlSimpleKey(IsPossible: false, IsRequired: false, IsWatched: false, tokenNumber, _cursor.Mark));

    /// <summary>Leaves a flow collection.</summary>
    public void Leave()
    {
        int number = Current.TokenNumber;
        _levels.RemoveAt(_levels.Count - 1);
        if (Current.TokenNumber == number)
        {
            // Go's library loses sight of an empty collection that could be a key, so that "[]: x" is an error.
            _levels[^1] = Current with { IsWatched = false };
        }
    }

    private bool IsValid(int level)
    {
        YamlSimpleKey key = _levels[level];
        if (!key.IsPossible)
        {
            return false;
        }

        YamlMark mark = _cursor.Mark;
        if (key.Mark.Line >= mark.Line && key.Mark.Index + MaxLength >= mark.Index)
        {
            return true;
        }

        if (key.IsRequired)
        {
            _cursor.Fail("could not find expected ':'", key.Mark);
        }

        _levels[level] = key with { IsPossible = false };
        return false;
    }
}
