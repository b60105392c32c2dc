using System.CommandLine;

namespace Neutree.Cli.Options;

/// <summary>A secret: as a flag, on standard input (<c>--x-stdin</c>) or in the environment (<c>NEUTREE_X</c>). Flags win.</summary>
internal sealed class SecretOption
{
    private readonly Option<string> _value;
    private readonly Option<bool> _fromInput;
    private readonly string _variable;

    /// <param name="name">With dashes in front.</param>
    /// <param name="description">What it is, without a full stop.</param>
    public SecretOption(string name, string description)
    {
        _variable = "NEUTREE_" + name.TrimStart('-').Replace('-', '_').ToUpperInvariant();
        _value = new(name) { Description = $"{description} (or {_variable})." };
        _fromInput = new(name + "-stdin") { Description = $"Read it from standard input: {description}." };
    }

    public void AddTo(Command command)
    {
        command.Add(_value);
        command.Add(_fromInput);
    }

    public bool ReadsInput(ParseResult parsed) => parsed.GetValue(_fromInput);

    /// <summary>Null where it was given nowhere.</summary>
    public string? Read(ParseResult parsed)
    {
        string? value = parsed.GetValue(_value);
        if (!ReadsInput(parsed))
        {
            return value ?? (Environment.GetEnvironmentVariable(_variable) is { Length: > 0 } set ? set : null);
        }

        // Only the line's end is dropped: blanks may belong to the secret.
        return value is null
            ? Console.In.ReadToEnd().TrimEnd('\r', '\n')
            : throw new UsageException($"{_value.Name} and {_fromInput.Name} cannot be used together");
    }
}
