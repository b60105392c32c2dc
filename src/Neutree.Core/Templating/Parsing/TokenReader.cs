namespace Neutree.Core.Templating.Parsing;

/// <summary>Tokens with up to three of them pushed back.</summary>
internal sealed class TokenReader(Lexer lexer)
{
    private readonly Token[] _tokens = new Token[3];
    private int _pushedBack;

    /// <summary>The line of the token that the lexer gave last, which error texts name.</summary>
    public int Line => _tokens[0].Line;

    public Token Next()
    {
        if (_pushedBack > 0)
        {
            _pushedBack--;
        }
        else
        {
            _tokens[0] = lexer.Next();
        }

        return _tokens[_pushedBack];
    }

    /// <summary>Pushes the token back that was read last.</summary>
    public void Back() => _pushedBack++;

    /// <summary>Pushes another token back, before the one that was pushed back already.</summary>
    public void Back(Token first)
    {
        _tokens[1] = first;
        _pushedBack = 2;
    }

    /// <summary>Pushes two more tokens back, before the one that was pushed back already.</summary>
    public void Back(Token first, Token second)
    {
        _tokens[1] = second;
        _tokens[2] = first;
        _pushedBack = 3;
    }

    public Token Peek()
    {
        Token token = Next();
        Back();
        return token;
    }

    public Token NextNonSpace()
    {
        Token token = Next();
        while (token.Kind == TokenKind.Space)
        {
            token = Next();
        }

        return token;
    }

    /// <summary>Drops space and gives the token behind it, which stays.</summary>
    public Token PeekNonSpace()
    {
        Token token = NextNonSpace();
        Back();
        return token;
    }
}
