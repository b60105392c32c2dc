using Neutree.Core;

namespace Neutree.Cli;

/// <summary>The command line can't be carried out as written.</summary>
internal sealed class UsageException : NeutreeException
{
    public UsageException(string message)
        : base("Cli.Usage", ErrorKind.InvalidArgument, message)
    {
    }

    /// <param name="flags">Names without dashes.</param>
    public static UsageException RequiredFlags(params IEnumerable<string> flags) =>
        new($"required flag(s) {string.Join(", ", flags.Select(flag => $"\"{flag}\""))} not set");
}
