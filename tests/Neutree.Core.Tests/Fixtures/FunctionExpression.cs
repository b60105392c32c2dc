using System.Globalization;
using System.Numerics;
using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>
/// Evaluates the calls that tables of cases are written in, such as <c>printf "%d" 3 | trunc 2</c>: literals, calls, parentheses and
/// pipelines, without the rest of a template. <c>list</c>, <c>dict</c> and <c>printf</c> are there in any case.
/// </summary>
internal sealed class FunctionExpression
{
    private readonly FunctionTable _functions;
    private readonly string _text;
    private int _position;

    private FunctionExpression(string text, FunctionTable functions)
    {
        _text = text;
        _functions = functions;
    }

    public static object? Evaluate(string text, FunctionTable functions)
    {
        FunctionTable all = functions.Copy();
        all.Add(
            GoFunction.Variadic("list", [], GoType.Interface, GoType.Slice, static items => new GoSlice(items.ToArray())),
            GoFunction.Variadic("dict", [], GoType.Interface, GoType.Map, static items =>
            {
                GoMap map = new();
                for (int index = 0; index < items.Length; index += 2)
                {
                    map[(GoString)items[index]!] = items[index + 1];
                }

                return map;
            }),
            GoFunction.Variadic("printf", [GoType.String], GoType.Interface, GoType.String,
                static items => GoFormat.Sprintf((GoString)items[0]!, items[1..])),
            GoFunction.Variadic("print", [], GoType.Interface, GoType.String, static items => GoFormat.Sprint(items)),
            GoFunction.Variadic("println", [], GoType.Interface, GoType.String, static items => GoFormat.Sprintln(items)));
        FunctionExpression expression = new(text, all);
        object? value = expression.Pipeline();
        return expression._position == text.Length ? value : throw expression.Unexpected();
    }

    private object? Pipeline()
    {
        object? value = Command(piped: null);
        while (Peek() == '|')
        {
            _position++;
            value = Command([value]);
        }

        return value;
    }

    private object? Command(object?[]? piped)
    {
        if (!char.IsLetter(Peek()) || IsWord("nil") || IsWord("true") || IsWord("false"))
        {
            return piped is null ? Operand(null) : throw Unexpected();
        }

        string name = Word();
        if (!_functions.TryGet(name, out GoFunction? function))
        {
            throw new InvalidOperationException($"no function {name}");
        }

        List<object?> arguments = [];
        while (Peek() is not ('\0' or ')' or '|'))
        {
            arguments.Add(Operand(Parameter(function, arguments.Count)));
        }

        arguments.AddRange(piped ?? []);
        for (int index = 0; index < arguments.Count; index++)
        {
            GoType parameter = Parameter(function, index);
            if (parameter.Kind != GoKind.Interface && GoType.Of(arguments[index])?.Kind != parameter.Kind)
            {
                throw new InvalidOperationException($"{name}: argument {index} is no {parameter}");
            }
        }

        return function.Invoke(arguments.ToArray());
    }

    private static GoType Parameter(GoFunction function, int index) =>
        function.Parameters[Math.Min(index, function.Parameters.Count - 1)];

    private object? Operand(GoType? parameter)
    {
        char c = Peek();
        if (c == '(')
        {
            _position++;
            object? value = Pipeline();
            if (Peek() != ')')
            {
                throw Unexpected();
            }

            _position++;
            return value;
        }

        if (c is '"' or '`')
        {
            return Literal(c);
        }

        if (char.IsLetter(c))
        {
            return Word() switch
            {
                "nil" => null,
                "true" => true,
                "false" => false,
                { } name => _functions.TryGet(name, out GoFunction? function) ? function.Invoke([]) : throw Unexpected(),
            };
        }

        return Number(parameter);
    }

    private GoString Literal(char quote)
    {
        int end = _position + 1;
        while (_text[end] != quote)
        {
            end += _text[end] == '\\' && quote == '"' ? 2 : 1;
        }

        string literal = _text[_position..(end + 1)];
        _position = end + 1;
        return GoQuote.Unquote(Encoding.UTF8.GetBytes(literal), out GoString? text) ? text : throw Unexpected();
    }

    private object Number(GoType? parameter)
    {
        int start = _position;
        while (Peek(skipSpace: false) is not ('\0' or ' ' or ')' or '|'))
        {
            _position++;
        }

        string number = _text[start.._position];
        byte[] digits = Encoding.UTF8.GetBytes(number);
        if (number[^1] == 'i')
        {
            return new Complex(0, double.Parse(number[..^1], CultureInfo.InvariantCulture));
        }

        if (parameter?.Kind == GoKind.Float64 || !GoNumbers.ParseInt(digits, 0, 64, out long integer, out _))
        {
            return GoNumbers.ParseFloat(digits, 64, out double value, out string? error) ? value : throw new FormatException(error);
        }

        return parameter?.Kind == GoKind.Int64 ? (object)integer : (nint)integer;
    }

    private string Word()
    {
        Peek();
        int start = _position;
        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] == '_'))
        {
            _position++;
        }

        return _text[start.._position];
    }

    private bool IsWord(string word) =>
        string.CompareOrdinal(_text, _position, word, 0, word.Length) == 0
        && (_position + word.Length == _text.Length || !char.IsLetterOrDigit(_text[_position + word.Length]));

    private char Peek(bool skipSpace = true)
    {
        while (skipSpace && _position < _text.Length && _text[_position] == ' ')
        {
            _position++;
        }

        return _position < _text.Length ? _text[_position] : '\0';
    }

    private FormatException Unexpected() => new($"unexpected text at {_position} of {_text}");
}
