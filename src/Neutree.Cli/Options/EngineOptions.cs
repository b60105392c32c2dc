using System.CommandLine;
using Neutree.Core.Packages.Building;

namespace Neutree.Cli.Options;

/// <summary>The engine of a release: as flags, or by the variables that upstream's make takes.</summary>
internal sealed class EngineOptions
{
    private readonly Option<string> _name = new("--engine-name") { Description = "The engine (or ENGINE_NAME; vllm)." };
    private readonly Option<string> _version = new("--engine-version") { Description = "Its version (or ENGINE_VERSION; v0.24.0)." };
    private readonly Option<string[]> _images = new("--engine-image") { Description = "Image for an accelerator (or ENGINE_IMAGES); repeat for more.", HelpName = "accelerator=reference" };
    private readonly Option<string[]> _tasks = new("--engine-task") { Description = "Supported task (or ENGINE_TASKS); repeat for more." };
    private readonly Option<string> _templates = new("--engine-template-path") { Description = "Folder of Go templates CLUSTERTYPE/MODE.yaml.", HelpName = "folder" };
    private readonly Option<string> _schema = new("--engine-schema-path") { Description = "JSON schema of the engine's values.", HelpName = "file" };

    public void AddTo(Command command)
    {
        command.Add(_name);
        command.Add(_version);
        command.Add(_images);
        command.Add(_tasks);
        command.Add(_templates);
        command.Add(_schema);
    }

    public EnginePackageRecipe Read(ParseResult parsed) => new()
    {
        Name = Text(parsed.GetValue(_name), "ENGINE_NAME") ?? "vllm",
        EngineVersion = Text(parsed.GetValue(_version), "ENGINE_VERSION") ?? "v0.24.0",
        Images = List(parsed.GetValue(_images), _images.Name, "ENGINE_IMAGES"),
        SupportedTasks = List(parsed.GetValue(_tasks), _tasks.Name, "ENGINE_TASKS"),
        DeployTemplatePath = InputPath.Resolve(parsed.GetValue(_templates)),
        SchemaPath = InputPath.Resolve(parsed.GetValue(_schema)),
    };

    private static string? Text(string? given, string variable) =>
        (string.IsNullOrEmpty(given) ? Environment.GetEnvironmentVariable(variable) : given) is { Length: > 0 } text ? text : null;

    private static IReadOnlyList<string> List(string[]? given, string flag, string variable) =>
        CommaList.Split(given is { Length: > 0 } ? given : [Environment.GetEnvironmentVariable(variable) ?? ""], flag);
}
