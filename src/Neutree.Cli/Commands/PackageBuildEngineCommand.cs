using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Packages.Building;

namespace Neutree.Cli.Commands;

/// <summary><c>package build engine</c>: one version of an engine with its images.</summary>
internal static class PackageBuildEngineCommand
{
    public static Command Create()
    {
        Option<string> name = new("--name", "-n") { Description = "The engine: vllm.", Required = true };
        Option<string> version = new("--engine-version") { Description = "Its version: v0.24.0.", Required = true };
        Option<string[]> images = new("--image", "-i") { Description = "Image for an accelerator (nvidia_gpu, amd_gpu, cpu); repeat for more.", HelpName = "accelerator=reference" };
        Option<string[]> tasks = new("--supported-task", "-s") { Description = "text-generation, text-embedding, text-rerank; repeat for more." };
        Option<string> templates = new("--deploy-template-path", "-t") { Description = "Folder of Go templates CLUSTERTYPE/MODE.yaml.", HelpName = "folder" };
        Option<string> schema = new("--schema-path") { Description = "JSON schema of the engine's values.", HelpName = "file" };
        Option<string> manifest = new("--manifest-path", "--manifest", "-m") { Description = "Use this manifest.yaml as it is; the images are those that it lists.", HelpName = "file" };
        Option<bool?> metrics = new("--metrics-export") { Description = "Whether the engine shows metrics: true or false." };
        Option<int?> port = new("--metrics-export-port") { Description = "Port of the metrics (8000)." };
        Option<string> path = new("--metrics-export-path") { Description = "Path of the metrics (/metrics)." };
        Option<bool?> playground = new("--playground") { Description = "Whether the playground can try the engine: true or false." };
        Option<string[]> modes = new("--playground-mode", "--playground-modes") { Description = "chat, embedding, rerank; repeat for more." };
        Option<bool> manifestOnly = new("--manifest-only") { Description = "Write NAME-VERSION-manifest.yaml alone; pull nothing." };
        PackageBuildOptionGroup build = new();
        Command command = new("engine", "Pack an engine: its images and what Neutree registers of it.")
        {
            name, version, images, tasks, templates, schema, manifest, metrics, port, path, playground, modes, manifestOnly,
        };
        build.AddTo(command);
        command.SetAction((parsed, cancellationToken) => build.BuildAsync(
            parsed,
            new EnginePackageRecipe
            {
                Name = parsed.GetValue(name)!,
                EngineVersion = parsed.GetValue(version)!,
                Images = CommaList.Split(parsed.GetValue(images), images.Name),
                SupportedTasks = CommaList.Split(parsed.GetValue(tasks), tasks.Name),
                DeployTemplatePath = InputPath.Resolve(parsed.GetValue(templates)),
                SchemaPath = InputPath.Resolve(parsed.GetValue(schema)),
                ManifestPath = InputPath.Resolve(parsed.GetValue(manifest)),
                MetricsExport = parsed.GetValue(metrics),
                MetricsExportPort = parsed.GetValue(port),
                MetricsExportPath = parsed.GetValue(path),
                Playground = parsed.GetValue(playground),
                PlaygroundModes = CommaList.Split(parsed.GetValue(modes), modes.Name),
            },
            parsed.GetValue(manifestOnly),
            cancellationToken));
        return command;
    }
}
