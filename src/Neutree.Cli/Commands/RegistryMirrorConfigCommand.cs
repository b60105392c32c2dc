using System.CommandLine;
using System.Text.Json;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Oci.Mirrors;

namespace Neutree.Cli.Commands;

/// <summary><c>registry mirror-config</c>: what container runtimes need to pull from the site's registry.</summary>
internal static class RegistryMirrorConfigCommand
{
    public static Command Create()
    {
        Argument<string> place = new("registry") { Description = "Registry [scheme://]host[:port][/project].", Arity = ArgumentArity.ZeroOrOne };
        Option<string> registry = new("--registry") { Description = "The same as a flag." };
        Option<string> project = new("--project") { Description = "Path below the registry." };
        Option<MirrorRuntime[]> runtimes = new("--runtime") { Description = "containerd, docker or podman; repeat for more (all).", HelpName = "runtime" };
        Option<string[]> upstreams = new("--upstream") { Description = "Registry whose images are on the site's; repeat for more.", HelpName = "host" };
        Option<string> caCertificate = new("--ca-certificate") { Description = "PEM file of the authority behind the registry's certificate.", HelpName = "file" };
        Option<bool> plainHttp = new("--plain-http") { Description = "The registry speaks HTTP without TLS." };
        Option<bool> skipCertificateCheck = new("--skip-certificate-check") { Description = "Let the runtimes accept any certificate." };
        Command command = new("mirror-config", "Print mirror settings for containerd, Docker and podman.")
        {
            place, registry, project, runtimes, upstreams, caCertificate, plainHttp, skipCertificateCheck,
        };
        command.SetAction(parsed =>
        {
            string host = parsed.GetValue(place) ?? parsed.GetValue(registry) ?? throw UsageException.RequiredFlags("registry");
            CommandRun run = CommandRun.Start(parsed);
            IReadOnlyList<MirrorFile> files = MirrorConfiguration.Create(new MirrorOptions
            {
                Registry = host,
                Project = parsed.GetValue(project),
                Runtimes = parsed.GetValue(runtimes) ?? [],
                Upstreams = parsed.GetValue(upstreams) ?? [],
                CACertificatePath = InputPath.Resolve(parsed.GetValue(caCertificate)),
                PlainHttp = parsed.GetValue(plainHttp),
                SkipCertificateCheck = parsed.GetValue(skipCertificateCheck),
            });
            using IResultOutput<MirrorFile> output = run.Format == OutputFormat.Json
                ? new JsonOutput<MirrorFile>(run.Out, WriteJson)
                : new PlainOutput<MirrorFile>(run.Out, static file => $"# {file.Path}\n# {file.Note}\n{file.Content}");
            foreach (MirrorFile file in files)
            {
                output.Write(file);
            }

            return 0;
        });
        return command;
    }

    private static void WriteJson(Utf8JsonWriter json, MirrorFile file)
    {
        json.WriteStartObject();
        json.WriteString("runtime", JsonNamingPolicy.CamelCase.ConvertName(file.Runtime.ToString()));
        json.WriteString("path", file.Path);
        json.WriteString("content", file.Content);
        json.WriteString("note", file.Note);
        json.WriteEndObject();
    }
}
