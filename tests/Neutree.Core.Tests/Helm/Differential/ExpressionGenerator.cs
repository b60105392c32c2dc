namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>Makes expressions, mostly with arguments of the right sort.</summary>
internal sealed class ExpressionGenerator(Grammar grammar, Random random, int illTyped)
{
    private const string AnySort = "sifblmaknVRXDTUYJF";

    /// <summary>Names of variables in scope with the sorts of their values.</summary>
    public List<(string Name, char Sort)> Variables { get; } = [];

    public string Action(int depth) => Piped(grammar.Functions[random.Next(grammar.Functions.Count)], depth);

    /// <summary>An expression of a sort, in parentheses where it needs them.</summary>
    public string Of(char sort, int depth)
    {
        if (depth > 0 && random.Next(5) < 2 && grammar.Returning(sort, random) is { } form)
        {
            return $"({Piped(form, depth - 1)})";
        }

        (string Name, char Sort)[] fitting = [.. Variables.Where(variable => variable.Sort == sort)];
        return fitting.Length > 0 && random.Next(3) == 0 ? fitting[random.Next(fitting.Length)].Name : grammar.Atom(sort, random);
    }

    private string Piped(FunctionForm form, int depth)
    {
        List<string> arguments = [];
        foreach (string parameter in form.Parameters)
        {
            int count = parameter.EndsWith('*') ? random.Next(1, 4) : 1;
            for (int index = 0; index < count; index++)
            {
                arguments.Add(Of(Sort(parameter[0]), depth));
            }
        }

        if (arguments.Count == 0 || random.Next(5) < 3)
        {
            return Joined(form.Name, arguments);
        }

        string last = arguments[^1];
        return $"{Bare(last)} | {Joined(form.Name, arguments[..^1])}";
    }

    private char Sort(char wanted)
    {
        if (random.Next(100) >= illTyped)
        {
            return wanted;
        }

        // Sizes stay small, and what is changed is always a copy: neither engine may fill the memory or make a map that holds itself.
        return wanted switch
        {
            '3' or '9' => "sb"[random.Next(2)],
            'c' => "slf"[random.Next(3)],

            // What is no time is now.
            'T' => 'T',
            _ => AnySort[random.Next(AnySort.Length)],
        };
    }

    private static string Joined(string name, List<string> arguments) => string.Join(' ', arguments.Prepend(name));

    /// <summary>A call needs no parentheses before a pipe.</summary>
    private string Bare(string expression) =>
        expression.StartsWith('(') && expression.EndsWith(')') && IsOneGroup(expression) && random.Next(2) == 0 ? expression[1..^1] : expression;

    private static bool IsOneGroup(string expression)
    {
        int depth = 0;
        char quote = '\0';
        for (int index = 0; index < expression.Length; index++)
        {
            char character = expression[index];
            if (quote != '\0')
            {
                if (character == '\\' && quote == '"')
                {
                    index++;
                }
                else if (character == quote)
                {
                    quote = '\0';
                }
            }
            else if (character is '"' or '`' or '\'')
            {
                quote = character;
            }
            else
            {
                depth += character == '(' ? 1 : character == ')' ? -1 : 0;
                if (depth == 0 && index < expression.Length - 1)
                {
                    return false;
                }
            }
        }

        return depth == 0;
    }
}
