using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Parsing;

/// <summary>
/// Parses template text: text, actions and control structures (Go <c>text/template/parse</c>, Go 1.25). Functions are looked up here, once.
/// </summary>
internal sealed class Parser
{
    /// <summary>Control structures inside one another; Go has no limit but its memory.</summary>
    private const int MostNestedControls = 10000;

    private readonly GoString _source;
    private readonly ParsedText _result;
    private readonly ParseScope _scope;
    private readonly PipelineParser _pipelines;

    private Parser(GoString source, ParsedText result, ParseScope scope)
    {
        _source = source;
        _result = result;
        _scope = scope;
        _pipelines = new PipelineParser(scope);
    }

    /// <summary>Parses a text.</summary>
    /// <param name="name">Its name, which its own body gets, and which error texts say.</param>
    /// <param name="text">The text.</param>
    /// <param name="functions">What it may call besides the builtins.</param>
    /// <exception cref="TemplateException">The text is no template; the message is Go's.</exception>
    public static ParsedText Parse(GoString name, GoString text, FunctionTable functions)
    {
        Lexer lexer = new(text, hasBreak: !functions.TryGet("break", out _), hasContinue: !functions.TryGet("continue", out _));
        ParsedText result = new();
        Parser parser = new(text, result, new ParseScope(name, lexer, functions));
        string fault;
        try
        {
            parser.Add(name, parser.ParseText());
            return result;
        }
        catch (GoException exception)
        {
            fault = exception.Message;
        }

        throw parser._scope.Failure(fault, ErrorKind.LimitExceeded);
    }

    private ListNode ParseText()
    {
        TokenReader tokens = _scope.Tokens;
        int position = tokens.Peek().Position;
        List<Node> nodes = [];
        while (tokens.Peek().Kind != TokenKind.EndOfText)
        {
            if (tokens.Peek().Kind == TokenKind.LeftDelimiter)
            {
                Token delimiter = tokens.Next();
                if (tokens.NextNonSpace().Kind == TokenKind.Define)
                {
                    new Parser(_source, _result, _scope.Nested()).ParseDefinition();
                    continue;
                }

                tokens.Back();
                tokens.Back(delimiter);
            }

            Node node = ParseTextOrAction();
            nodes.Add(node.Kind is NodeKind.End or NodeKind.Else ? throw _scope.Failure($"unexpected {node}") : node);
        }

        return new ListNode(position, [.. nodes]);
    }

    private void ParseDefinition()
    {
        const string Context = "define clause";
        Token token = _scope.Tokens.NextNonSpace();
        GoString name = token.Kind is TokenKind.String or TokenKind.RawString
            ? _scope.Unquoted(token)
            : throw _scope.Unexpected(token, Context);
        _scope.Expect(TokenKind.RightDelimiter, Context);
        ListNode body = ParseList(out Node end);
        Add(name, end.Kind == NodeKind.End ? body : throw _scope.Failure($"unexpected {end} in {Context}"));
    }

    private void Add(GoString name, ListNode body)
    {
        if (!_result.TryAdd(new SyntaxTree(name, _scope.SourceName, _source, body)))
        {
            throw _scope.Failure($"template: multiple definition of template {GoQuote.Quote(name)}");
        }
    }

    /// <summary>Reads up to <c>end</c> or <c>else</c>.</summary>
    private ListNode ParseList(out Node end)
    {
        TokenReader tokens = _scope.Tokens;
        int position = tokens.PeekNonSpace().Position;
        List<Node> nodes = [];
        while (tokens.PeekNonSpace().Kind != TokenKind.EndOfText)
        {
            Node node = ParseTextOrAction();
            if (node.Kind is NodeKind.End or NodeKind.Else)
            {
                end = node;
                return new ListNode(position, [.. nodes]);
            }

            nodes.Add(node);
        }

        throw _scope.Failure("unexpected EOF");
    }

    private Node ParseTextOrAction()
    {
        Token token = _scope.Tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new TextNode(token.Position, token.Value);
            case TokenKind.LeftDelimiter:
                _scope.ActionLine = token.Line;
                Node action = ParseAction();
                _scope.ActionLine = 0;
                return action;
            default:
                throw _scope.Unexpected(token, "input");
        }
    }

    private Node ParseAction()
    {
        Token token = _scope.Tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Block:
                return ParseBlock();
            case TokenKind.Break:
                return ParseLoopExit(new BreakNode(token.Position));
            case TokenKind.Continue:
                return ParseLoopExit(new ContinueNode(token.Position));
            case TokenKind.Else:
                return ParseElse();
            case TokenKind.End:
                return new EndNode(_scope.Expect(TokenKind.RightDelimiter, "end").Position);
            case TokenKind.If:
                return ParseControl(NodeKind.If, "if");
            case TokenKind.Range:
                return ParseControl(NodeKind.Range, "range");
            case TokenKind.Template:
                return ParseTemplate();
            case TokenKind.With:
                return ParseControl(NodeKind.With, "with");
            default:
                _scope.Tokens.Back();
                return new ActionNode(token.Position, _pipelines.Parse("command", TokenKind.RightDelimiter));
        }
    }

    private Node ParseLoopExit(Node node)
    {
        Token token = _scope.Tokens.NextNonSpace();
        if (token.Kind != TokenKind.RightDelimiter)
        {
            throw _scope.Unexpected(token, node.ToString());
        }

        return _scope.RangeDepth > 0 ? node : throw _scope.Failure($"{node} outside {{{{range}}}}");
    }

    private BranchNode ParseControl(NodeKind kind, string context)
    {
        if (++_scope.ControlDepth > MostNestedControls)
        {
            throw _scope.Failure($"control structures are nested more than {MostNestedControls} deep", ErrorKind.LimitExceeded);
        }

        BranchNode branch = StackGuard.Call((Parser: this, kind, context), static call => call.Parser.ParseBranch(call.kind, call.context));
        _scope.ControlDepth--;
        return branch;
    }

    private BranchNode ParseBranch(NodeKind kind, string context)
    {
        int variables = _scope.VariableCount;
        PipeNode pipe = _pipelines.Parse(context, TokenKind.RightDelimiter);
        _scope.RangeDepth += kind == NodeKind.Range ? 1 : 0;
        ListNode body = ParseList(out Node end);
        _scope.RangeDepth -= kind == NodeKind.Range ? 1 : 0;
        ListNode? alternative = end.Kind == NodeKind.Else ? ParseAlternative(kind, context, end) : null;
        _scope.VariableCount = variables;
        return new BranchNode(kind, pipe.Position, pipe, body, alternative);
    }

    /// <summary>Reads what follows <c>else</c>. <c>else if</c> and <c>else with</c> hold another structure, whose <c>end</c> ends both.</summary>
    private ListNode ParseAlternative(NodeKind kind, string context, Node start)
    {
        TokenKind next = _scope.Tokens.Peek().Kind;
        if ((kind == NodeKind.If && next == TokenKind.If) || (kind == NodeKind.With && next == TokenKind.With))
        {
            _scope.Tokens.Next();
            return new ListNode(start.Position, [ParseControl(kind, context)]);
        }

        ListNode alternative = ParseList(out Node end);
        return end.Kind == NodeKind.End ? alternative : throw _scope.Failure($"expected end; found {end}");
    }

    private ElseNode ParseElse()
    {
        Token token = _scope.Tokens.PeekNonSpace();
        return new ElseNode(token.Kind is TokenKind.If or TokenKind.With
            ? token.Position
            : _scope.Expect(TokenKind.RightDelimiter, "else").Position);
    }

    private TemplateNode ParseBlock()
    {
        const string Context = "block clause";
        Token token = _scope.Tokens.NextNonSpace();
        GoString name = ParseTemplateName(token, Context);
        PipeNode pipe = _pipelines.Parse(Context, TokenKind.RightDelimiter);
        if (++_scope.ControlDepth > MostNestedControls)
        {
            throw _scope.Failure($"blocks are nested more than {MostNestedControls} deep", ErrorKind.LimitExceeded);
        }

        ParseScope inside = _scope.Nested();
        inside.ControlDepth = _scope.ControlDepth;
        Parser parser = new(_source, _result, inside);
        (ListNode body, Node end) = StackGuard.Call(parser, static parser => (parser.ParseList(out Node end), end));
        parser.Add(name, end.Kind == NodeKind.End ? body : throw _scope.Failure($"unexpected {end} in {Context}"));
        _scope.ControlDepth--;
        return new TemplateNode(token.Position, name, pipe);
    }

    private TemplateNode ParseTemplate()
    {
        const string Context = "template clause";
        Token token = _scope.Tokens.NextNonSpace();
        GoString name = ParseTemplateName(token, Context);
        if (_scope.Tokens.NextNonSpace().Kind == TokenKind.RightDelimiter)
        {
            return new TemplateNode(token.Position, name, pipe: null);
        }

        _scope.Tokens.Back();
        return new TemplateNode(token.Position, name, _pipelines.Parse(Context, TokenKind.RightDelimiter));
    }

    private GoString ParseTemplateName(Token token, string context) =>
        token.Kind is TokenKind.String or TokenKind.RawString ? _scope.Unquoted(token) : throw _scope.Unexpected(token, context);
}
