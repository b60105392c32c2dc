using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Templating.Parsing;

/// <summary>What the parsing of one template knows: its tokens, the variables in scope, and where the action began.</summary>
internal sealed class ParseScope(GoString sourceName, Lexer lexer, FunctionTable functions)
{
    private readonly List<GoString> _variables = ["$"];

    public TokenReader Tokens { get; } = new(lexer);

    public GoString SourceName { get; } = sourceName;

    /// <summary>The line where the action began that is being read; 0 outside actions.</summary>
    public int ActionLine { get; set; }

    /// <summary>How many <c>range</c> bodies are open.</summary>
    public int RangeDepth { get; set; }

    /// <summary>How many control structures are open.</summary>
    public int ControlDepth { get; set; }

    /// <summary>How many parentheses are open.</summary>
    public int ParenthesisDepth { get; set; }

    /// <summary>How many variables are in scope; setting it ends the scope of the later ones.</summary>
    public int VariableCount
    {
        get => _variables.Count;
        set => _variables.RemoveRange(value, _variables.Count - value);
    }

    /// <summary>A scope for a template inside this one's text: nothing but the text is shared.</summary>
    public ParseScope Nested() => new(SourceName, lexer, functions);

    public void Declare(GoString variable) => _variables.Add(variable);

    public bool IsDeclared(GoString variable) => _variables.Contains(variable);

    public bool TryFindFunction(string name, out Callee callee) => Callee.TryFind(functions, name, out callee);

    public Token Expect(TokenKind kind, string context)
    {
        Token token = Tokens.NextNonSpace();
        return token.Kind == kind ? token : throw Unexpected(token, context);
    }

    /// <summary>An error at the line that was read last.</summary>
    public TemplateException Failure(string cause, ErrorKind kind = ErrorKind.InvalidData) =>
        new("Template.ParseFailed", $"template: {SourceName}:{Tokens.Line}: {cause}", cause, kind)
        {
            TemplateName = SourceName.ToString(),
            Line = Tokens.Line,
            Target = SourceName.ToString(),
        };

    public TemplateException Unexpected(Token token, string context)
    {
        if (token.Kind != TokenKind.Error)
        {
            return Failure($"unexpected {token} in {context}");
        }

        string message = token.Text;
        if (ActionLine == 0 || ActionLine == token.Line)
        {
            return Failure(message);
        }

        string start = $"started at {SourceName}:{ActionLine}";
        return Failure(message.EndsWith(" action", StringComparison.Ordinal) ? $"{message} {start}" : $"{message} in action {start}");
    }

    public GoString Unquoted(Token token) =>
        GoQuote.Unquote(token.Value.Span, out GoString? text) ? text : throw Failure("invalid syntax");
}
