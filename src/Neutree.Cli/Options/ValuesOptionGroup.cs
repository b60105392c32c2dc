using System.CommandLine;
using Neutree.Core.Helm.Values;

namespace Neutree.Cli.Options;

/// <summary>Values for a chart, with helm's flags.</summary>
internal sealed class ValuesOptionGroup
{
    private readonly Option<string[]> _files = new("--values", "-f")
    {
        Description = "YAML file with values, - for standard input; repeat for more, or put commas between them.",
        HelpName = "file",
    };

    private readonly Option<string[]> _set = new("--set") { Description = "Values as key=value, with commas between several.", HelpName = "key=value" };

    private readonly Option<string[]> _strings = new("--set-string") { Description = "The same; every value is a string.", HelpName = "key=value" };

    private readonly Option<string[]> _json = new("--set-json") { Description = "Values as key=JSON, or a JSON object.", HelpName = "json" };

    private readonly Option<string[]> _fileContents = new("--set-file") { Description = "Values from files, as key=path.", HelpName = "key=path" };

    private readonly Option<string[]> _literals = new("--set-literal") { Description = "One value as it stands, commas and all.", HelpName = "key=value" };

    private readonly Option<bool> _allowUrl = new("--allow-values-url") { Description = "Let --values and --set-file name http and https addresses." };

    public void AddTo(Command command)
    {
        command.Add(_files);
        command.Add(_set);
        command.Add(_strings);
        command.Add(_json);
        command.Add(_fileContents);
        command.Add(_literals);
        command.Add(_allowUrl);
    }

    public bool ReadsInput(ParseResult parsed) => CommaList.Split(parsed.GetValue(_files), _files.Name).Contains("-");

    public ValuesOptions Read(ParseResult parsed) => new()
    {
        Files = CommaList.Split(parsed.GetValue(_files), _files.Name),
        Set = parsed.GetValue(_set) ?? [],
        Strings = parsed.GetValue(_strings) ?? [],
        Json = parsed.GetValue(_json) ?? [],
        FileContents = parsed.GetValue(_fileContents) ?? [],
        Literals = parsed.GetValue(_literals) ?? [],
        AllowUrls = parsed.GetValue(_allowUrl),
    };
}
