namespace Neutree.Core.Yaml;

/// <summary>Tokens that are scanned and not yet taken, by their numbers in the document: one may have to go before others.</summary>
internal sealed class YamlTokenQueue
{
    private readonly List<YamlToken> _tokens = [];
    private int _head;

    public bool IsEmpty => _head == _tokens.Count;

    /// <summary>The token that is taken next.</summary>
    public YamlToken First => _tokens[_head];

    /// <summary>How many tokens are taken, which is the number of the first.</summary>
    public int Taken { get; private set; }

    /// <summary>The number of the token that is added next.</summary>
    public int NextNumber => Taken + _tokens.Count - _head;

    public void Add(YamlToken token) => _tokens.Add(token);

    /// <summary>Gives a token a number; those from there on move back. If that number is taken, the token comes last.</summary>
    public void Insert(int number, YamlToken token) => _tokens.Insert(number < Taken ? _tokens.Count : _head + number - Taken, token);

    /// <summary>Passes the first token.</summary>
    public void Take()
    {
        Taken++;
        _head++;
        if (_head == _tokens.Count)
        {
            _tokens.Clear();
            _head = 0;
        }
    }
}
