using System.CommandLine;
using Neutree.Core.Helm.Templates;

namespace Neutree.Cli.Options;

/// <summary>What a release is called.</summary>
internal sealed class ReleaseOptions
{
    private const string DefaultName = "release-name";

    private readonly Option<string> _namespace = new("--namespace", "-n") { Description = "Namespace of the release (default)." };
    private readonly Option<bool> _generateName = new("--generate-name", "-g") { Description = "Leave the release's name out." };
    private readonly Option<string> _nameTemplate = new("--name-template") { Description = "Template that yields the release's name." };

    public void AddTo(Command command)
    {
        command.Add(_namespace);
        command.Add(_generateName);
        command.Add(_nameTemplate);
    }

    public string Namespace(ParseResult parsed) => parsed.GetValue(_namespace) is { Length: > 0 } name ? name : "default";

    /// <summary>The arguments <c>[NAME] CHART</c>.</summary>
    public (string Name, string Chart) NameAndChart(ParseResult parsed, string[] arguments)
    {
        string? template = parsed.GetValue(_nameTemplate);
        switch (arguments.Length)
        {
            case 0:
                throw new UsageException("\"neutree-cli chart template\" requires at least 1 argument");
            case 1:
                return (string.IsNullOrEmpty(template) ? DefaultName : ReleaseNameTemplate.Expand(template), arguments[0]);
            case > 2:
                throw new UsageException("expected at most two arguments, unexpected arguments: " + string.Join(", ", arguments[2..]));
        }

        if (parsed.GetValue(_generateName))
        {
            throw new UsageException("cannot set --generate-name and also specify a name");
        }

        return string.IsNullOrEmpty(template)
            ? (arguments[0], arguments[1])
            : throw new UsageException("cannot set --name-template and also specify a name");
    }
}
