namespace Neutree.Core.Go;

/// <summary>The body of a function: gets as many arguments as were given, each already of its parameter's type.</summary>
/// <exception cref="GoException">Go's error or panic text.</exception>
public delegate object? GoFunctionBody(ReadOnlySpan<object?> arguments);

/// <summary>
/// A function or bound method that a template can call. Its caller checks the number and types of the arguments against
/// <see cref="Parameters"/>; for a map or slice parameter nil comes as <see cref="GoMap.NilOf"/> or <see cref="GoSlice.NilOf"/>.
/// </summary>
public sealed class GoFunction : IGoValue
{
    private readonly GoFunctionBody _body;
    private GoType? _type;

    /// <param name="name">The name templates call it by.</param>
    /// <param name="parameters">Types of the parameters; for a variadic function the last is the type of each further argument.</param>
    /// <param name="isVariadic">Whether the last parameter takes any number of arguments.</param>
    /// <param name="result">The declared type of the result.</param>
    /// <param name="body">What it does.</param>
    public GoFunction(string name, GoType[] parameters, bool isVariadic, GoType result, GoFunctionBody body)
    {
        Name = name;
        Parameters = parameters;
        IsVariadic = isVariadic;
        Result = result;
        _body = body;
    }

    public string Name { get; }

    public IReadOnlyList<GoType> Parameters { get; }

    public bool IsVariadic { get; }

    /// <summary>The declared type of the result.</summary>
    public GoType Result { get; }

    /// <summary>Arguments that must be given.</summary>
    public int RequiredCount => IsVariadic ? Parameters.Count - 1 : Parameters.Count;

    public GoType Type => _type ??= GoType.Func(
        $"func({string.Join(", ", Parameters.Select((type, index) => IsVariadic && index == Parameters.Count - 1 ? "..." + type.Text : type.Text))}) {Result.Text}");

    public object? Invoke(ReadOnlySpan<object?> arguments) => _body(arguments);

    /// <summary>A function of no argument; its result has the Go type that <typeparamref name="TResult"/> stands for (see <see cref="GoType.For{T}"/>).</summary>
    public static GoFunction From<TResult>(string name, Func<TResult> body) =>
        new(name, [], isVariadic: false, GoType.For<TResult>(), _ => body());

    public static GoFunction From<T1, TResult>(string name, Func<T1, TResult> body) =>
        new(name, [GoType.For<T1>()], isVariadic: false, GoType.For<TResult>(), arguments => body((T1)arguments[0]!));

    public static GoFunction From<T1, T2, TResult>(string name, Func<T1, T2, TResult> body) =>
        new(name, [GoType.For<T1>(), GoType.For<T2>()], isVariadic: false, GoType.For<TResult>(),
            arguments => body((T1)arguments[0]!, (T2)arguments[1]!));

    public static GoFunction From<T1, T2, T3, TResult>(string name, Func<T1, T2, T3, TResult> body) =>
        new(name, [GoType.For<T1>(), GoType.For<T2>(), GoType.For<T3>()], isVariadic: false, GoType.For<TResult>(),
            arguments => body((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!));

    public static GoFunction From<T1, T2, T3, T4, TResult>(string name, Func<T1, T2, T3, T4, TResult> body) =>
        new(name, [GoType.For<T1>(), GoType.For<T2>(), GoType.For<T3>(), GoType.For<T4>()], isVariadic: false, GoType.For<TResult>(),
            arguments => body((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!, (T4)arguments[3]!));

    public static GoFunction From<T1, T2, T3, T4, T5, TResult>(string name, Func<T1, T2, T3, T4, T5, TResult> body) =>
        new(name, [GoType.For<T1>(), GoType.For<T2>(), GoType.For<T3>(), GoType.For<T4>(), GoType.For<T5>()], isVariadic: false, GoType.For<TResult>(),
            arguments => body((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!, (T4)arguments[3]!, (T5)arguments[4]!));

    /// <summary>A variadic function whose first parameters are <paramref name="required"/> and whose further arguments are all of <paramref name="rest"/>.</summary>
    public static GoFunction Variadic(string name, GoType[] required, GoType rest, GoType result, GoFunctionBody body) =>
        new(name, [.. required, rest], isVariadic: true, result, body);
}
