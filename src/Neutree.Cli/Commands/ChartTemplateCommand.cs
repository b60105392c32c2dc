using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Templates;

namespace Neutree.Cli.Commands;

/// <summary><c>chart template</c>: what <c>helm template</c> prints.</summary>
internal static class ChartTemplateCommand
{
    public static Command Create()
    {
        Argument<string[]> arguments = new("release-and-chart")
        {
            Description = "Name of the release, which may be left out, and the chart: folder, .tgz file or oci:// reference.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        ReleaseOptions release = new();
        RenderOptionGroup render = new();
        ValuesOptionGroup values = new();
        ChartSourceOptions source = new();
        Option<string> outputFolder = new("--output-dir") { Description = "Write files into this folder instead.", HelpName = "folder" };
        Option<bool> withReleaseName = new("--release-name") { Description = "Below --output-dir, begin with a folder named like the release." };
        Option<string> postRenderer = new("--post-renderer") { Description = "Program that gets the manifests and prints them changed.", HelpName = "program" };
        Option<string[]> postRendererArguments = new("--post-renderer-args", "--post-renderer-argument") { Description = "Argument for the program; repeat for more." };
        Option<bool> debug = new("--debug") { Description = "Print what was rendered even where it is no YAML." };
        Command command = new("template", "Render a chart as helm template does.")
        {
            arguments, outputFolder, withReleaseName, postRenderer, postRendererArguments, debug,
        };
        release.AddTo(command);
        values.AddTo(command);
        render.AddTo(command);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (values.ReadsInput(parsed) && source.ReadsInput(parsed))
            {
                throw new UsageException("--values - and --registry-password-stdin cannot be used together");
            }

            (string name, string chart) = release.NameAndChart(parsed, parsed.GetValue(arguments) ?? []);
            ChartRenderOptions options = render.Read(parsed) with
            {
                Chart = chart,
                Version = source.Version(parsed),
                ReleaseName = name,
                Namespace = release.Namespace(parsed),
                Values = values.Read(parsed),
            };
            CommandRun run = CommandRun.Start(parsed);
            ChartRenderer renderer = new(options, run.Logger)
            {
                Fetcher = source.Fetcher(parsed, run.Logger),
                PostRenderer = parsed.GetValue(postRenderer) is { Length: > 0 } program
                    ? new ProgramPostRenderer(program, parsed.GetValue(postRendererArguments) ?? [])
                    : null,
            };
            RenderedChart rendered;
            try
            {
                rendered = await renderer.RenderAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidManifestException invalid) when (parsed.GetValue(debug))
            {
                await PrintAsync(invalid.Rendered, cancellationToken).ConfigureAwait(false);
                throw;
            }

            if (parsed.GetValue(outputFolder) is { Length: > 0 } folder)
            {
                string place = parsed.GetValue(withReleaseName) ? $"{folder}{Path.DirectorySeparatorChar}{name}" : folder;
                await WriteAsync(run, rendered, options.ShowOnly, place, cancellationToken).ConfigureAwait(false);
            }
            else if (run.Format == OutputFormat.Json)
            {
                using JsonOutput<ChartResource> output = new(run.Out, ChartJson.Write);
                foreach (ChartResource resource in RenderedResources.Of(rendered, options.ShowOnly))
                {
                    output.Write(resource);
                }
            }
            else
            {
                await PrintAsync(ManifestText.Of(rendered, options.ShowOnly), cancellationToken).ConfigureAwait(false);
            }

            return 0;
        });
        return command;
    }

    private static async Task WriteAsync(
        CommandRun run, RenderedChart rendered, IReadOnlyList<string> showOnly, string folder, CancellationToken cancellationToken)
    {
        await foreach (string file in new ManifestFolder(folder).WriteAsync(rendered, showOnly, cancellationToken).ConfigureAwait(false))
        {
            await run.Out.WriteLineAsync($"wrote {file}").ConfigureAwait(false);
        }

        await run.Out.WriteLineAsync().ConfigureAwait(false);
    }

    // Rendered text is bytes: a console writer would make them anew.
    private static async Task PrintAsync(GoString text, CancellationToken cancellationToken)
    {
        await using Stream output = Console.OpenStandardOutput();
        await output.WriteAsync(text.Memory, cancellationToken).ConfigureAwait(false);
    }
}
