namespace Neutree.Core.Helm.Values.Schema;

/// <summary>One assertion that an instance breaks, and what led to it.</summary>
internal sealed class Violation
{
    /// <summary>Stands for any violation where only the fact counts.</summary>
    public static readonly Violation Unspecified = new(ViolationKind.Assertion, InstanceLocation.Root, () => "validation failed");

    private readonly InstanceLocation _location;
    private readonly Func<string> _message;

    /// <param name="kind">How it is shown among its causes.</param>
    /// <param name="location">Where in the instance.</param>
    /// <param name="message">Asked only when the violation is shown: most are of branches that didn't match and nobody reads.</param>
    /// <param name="causes">What led to it.</param>
    public Violation(ViolationKind kind, InstanceLocation location, Func<string> message, IReadOnlyList<Violation>? causes = null)
    {
        Kind = kind;
        _location = location;
        _message = message;
        Causes = causes ?? [];
    }

    public ViolationKind Kind { get; }

    /// <summary>JSON pointer into the instance.</summary>
    public string Location => _location.ToString();

    public string Message => _message();

    public IReadOnlyList<Violation> Causes { get; }

    /// <summary>Whether only its cause is worth showing.</summary>
    public bool IsPassage => Kind == ViolationKind.Reference && Causes.Count == 1;
}
