using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Parsing;

/// <summary>Parses what stands inside actions: pipelines, commands and their operands.</summary>
internal sealed class PipelineParser(ParseScope scope)
{
    private const int MostNestedParentheses = 10000;

    /// <summary>Reads a pipeline and the token that ends it.</summary>
    /// <param name="context">What the pipeline belongs to, for error texts.</param>
    /// <param name="end">The token that ends it.</param>
    public PipeNode Parse(string context, TokenKind end)
    {
        int position = scope.Tokens.PeekNonSpace().Position;
        List<VariableNode>? variables = null;
        bool isAssignment = false;
        while (ParseVariable(context, ref variables, ref isAssignment))
        {
        }

        List<CommandNode> commands = new(2);
        while (true)
        {
            Token token = scope.Tokens.NextNonSpace();
            if (token.Kind == end)
            {
                Check(commands, context);
                return new PipeNode(position, variables is null ? [] : [.. variables], isAssignment, [.. commands]);
            }

            if (token.Kind is not (TokenKind.Bool or TokenKind.CharConstant or TokenKind.Complex or TokenKind.Dot or TokenKind.Field
                or TokenKind.Identifier or TokenKind.Number or TokenKind.Nil or TokenKind.RawString or TokenKind.String
                or TokenKind.Variable or TokenKind.LeftParenthesis))
            {
                throw scope.Unexpected(token, context);
            }

            scope.Tokens.Back();
            commands.Add(ParseCommand());
        }
    }

    /// <summary>Reads a variable that the pipeline declares or sets; true where another one may follow.</summary>
    private bool ParseVariable(string context, ref List<VariableNode>? variables, ref bool isAssignment)
    {
        TokenReader tokens = scope.Tokens;
        Token variable = tokens.PeekNonSpace();
        if (variable.Kind != TokenKind.Variable)
        {
            return false;
        }

        tokens.Next();
        // Space divides operands: where the variable turns out to be one, the space behind it has to come again.
        Token adjacent = tokens.Peek();
        Token next = tokens.PeekNonSpace();
        bool isSet = next.Kind is TokenKind.Assign or TokenKind.Declare;
        if (!isSet && !next.Is((byte)','))
        {
            if (adjacent.Kind == TokenKind.Space)
            {
                tokens.Back(variable, adjacent);
            }
            else
            {
                tokens.Back(variable);
            }

            return false;
        }

        isAssignment = isSet ? next.Kind == TokenKind.Assign : isAssignment;
        tokens.NextNonSpace();
        VariableNode node = NewVariable(variable);
        (variables ??= []).Add(node);
        scope.Declare(node.Name);
        if (isSet)
        {
            return false;
        }

        if (context != "range" || variables.Count > 1)
        {
            throw scope.Failure($"too many declarations in {context}");
        }

        return tokens.PeekNonSpace().Kind is TokenKind.Variable or TokenKind.RightDelimiter or TokenKind.RightParenthesis
            ? true
            : throw scope.Failure("range can only initialize variables");
    }

    private void Check(List<CommandNode> commands, string context)
    {
        if (commands.Count == 0)
        {
            throw scope.Failure($"missing value for {context}");
        }

        for (int index = 1; index < commands.Count; index++)
        {
            if (commands[index].Words[0].Kind is NodeKind.Bool or NodeKind.Dot or NodeKind.Nil or NodeKind.Number or NodeKind.String)
            {
                throw scope.Failure($"non executable command in pipeline stage {index + 1}");
            }
        }
    }

    /// <summary>Reads operands up to <c>|</c>, which goes too, or the end of the pipeline.</summary>
    private CommandNode ParseCommand()
    {
        TokenReader tokens = scope.Tokens;
        int position = tokens.PeekNonSpace().Position;
        List<Node> words = new(4);
        while (true)
        {
            tokens.PeekNonSpace();
            if (ParseOperand() is { } operand)
            {
                words.Add(operand);
            }

            Token token = tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Space:
                    continue;
                case TokenKind.RightDelimiter or TokenKind.RightParenthesis:
                    tokens.Back();
                    break;
                case TokenKind.Pipe:
                    break;
                default:
                    throw scope.Unexpected(token, "operand");
            }

            return words.Count > 0 ? new CommandNode(position, [.. words]) : throw scope.Failure("empty command");
        }
    }

    /// <summary>Reads a term and the fields behind it; null where no term follows.</summary>
    private Node? ParseOperand()
    {
        Node? term = ParseTerm();
        if (term is null || scope.Tokens.Peek().Kind != TokenKind.Field)
        {
            return term;
        }

        int position = scope.Tokens.Peek().Position;
        List<GoString> fields = new(2);
        while (scope.Tokens.Peek().Kind == TokenKind.Field)
        {
            fields.Add(NameOf(scope.Tokens.Next()));
        }

        return term switch
        {
            FieldNode field => new FieldNode(position, [.. field.Names, .. fields]),
            VariableNode variable => new VariableNode(position, variable.Name, [.. variable.Fields, .. fields]),
            BoolNode or StringNode or NumberNode or NilNode or DotNode =>
                throw scope.Failure($"unexpected . after term {GoQuote.Quote(term.ToString())}"),
            _ => new ChainNode(position, term, [.. fields]),
        };
    }

    private Node? ParseTerm()
    {
        Token token = scope.Tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                return scope.TryFindFunction(token.Text, out Callee callee)
                    ? new IdentifierNode(token.Position, GoString.FromBytes(token.Value.Span), callee)
                    : throw scope.Failure($"function {GoQuote.Quote(token.Text)} not defined");
            case TokenKind.Dot:
                return new DotNode(token.Position);
            case TokenKind.Nil:
                return new NilNode(token.Position);
            case TokenKind.Variable:
                VariableNode variable = NewVariable(token);
                return scope.IsDeclared(variable.Name) ? variable : throw scope.Failure($"undefined variable {GoQuote.Quote(variable.Name)}");
            case TokenKind.Field:
                return new FieldNode(token.Position, [NameOf(token)]);
            case TokenKind.Bool:
                return new BoolNode(token.Position, token.Value.Span is [(byte)'t', ..]);
            case TokenKind.CharConstant or TokenKind.Complex or TokenKind.Number:
                return NumberLiteral.Parse(token, out string? failure) ?? throw scope.Failure(failure!);
            case TokenKind.LeftParenthesis:
                return ParseParenthesized();
            case TokenKind.String or TokenKind.RawString:
                return new StringNode(token.Position, GoString.FromBytes(token.Value.Span), scope.Unquoted(token));
            default:
                scope.Tokens.Back();
                return null;
        }
    }

    private PipeNode ParseParenthesized()
    {
        if (scope.ParenthesisDepth++ >= MostNestedParentheses)
        {
            throw scope.Failure("max expression depth exceeded", ErrorKind.LimitExceeded);
        }

        PipeNode pipe = StackGuard.Call(this, static parser => parser.Parse("parenthesized pipeline", TokenKind.RightParenthesis));
        scope.ParenthesisDepth--;
        return pipe;
    }

    private static VariableNode NewVariable(Token token) => new(token.Position, GoString.FromBytes(token.Value.Span), []);

    private static GoString NameOf(Token field) => GoString.FromBytes(field.Value.Span[1..]);
}
