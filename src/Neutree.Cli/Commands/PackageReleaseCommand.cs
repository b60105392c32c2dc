using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.ControlPlane;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Packages.Releasing;

namespace Neutree.Cli.Commands;

/// <summary><c>package release</c>: all offline packages of a release, built and published; what CI runs.</summary>
internal static class PackageReleaseCommand
{
    private const string AddressVariable = "UPLOAD_URL";

    public static Command Create()
    {
        Option<string> tag = new("--tag") { Description = "The release's tag, as v1.2.0." };
        Option<string> version = new("--version") { Description = "The packages' version, where it isn't the tag." };
        Option<string> output = new("--output-folder") { Description = "Gets control-offline, cluster-offline and engine-offline (out).", HelpName = "folder" };
        Option<string> source = new("--source") { Description = "The repository with deploy/ (.).", HelpName = "folder" };
        Option<ReleaseGroup[]> only = new("--only") { Description = "control, cluster or engine; repeat for more (all).", HelpName = "group" };
        Option<string> vendor = new("--vendor", "--vendor-path") { Description = "Fills the vendored folders of chart and compose files (or VENDOR_PATH).", HelpName = "path" };
        Option<bool> skipImages = new("--skip-control-plane-images") { Description = "Pack chart and compose files without a package of their images." };
        Option<string> baseImage = new("--base-image") { Description = "Image that the cluster image's Dockerfile starts from." };
        Option<string[]> buildArguments = new("--build-argument", "--build-arg") { Description = "Argument of the cluster image's Dockerfile; repeat for more.", HelpName = "NAME=value" };
        Option<string> network = new("--build-network") { Description = "Network of the cluster image's build steps: none, host." };
        Option<bool> fromDocker = new("--from-docker") { Description = "Take images that the Docker engine holds from there." };
        Option<bool?> pullFromRegistry = new("--pull-from-registry") { Description = "Whether registries may be asked: true or false (or PULL_FROM_REGISTRY; true)." };
        Option<string> mirror = new("--mirror-registry") { Description = "Registry [scheme://]host[:port][/project] to pull from instead." };
        Option<string[]> platforms = new("--platform") { Description = "Platform that every image must have (linux/amd64); repeat for more.", HelpName = "os/arch" };
        Option<string> address = new("--uri") { Description = $"Where to publish (or {AddressVariable}); without either nothing is." };
        Option<PublishMethod> method = new ChoiceOption<PublishMethod>("--method") { Description = "How files are handed to an http server." };
        Option<string> downloadUri = new("--download-uri") { Description = "Folder under which the files can be fetched afterwards, to check them there." };
        Option<bool> overwrite = new("--force") { Description = "Replace what is published with other content." };
        Option<bool> dryRun = new("--dry-run", "--what-if") { Description = "Say what would be packed; write and send nothing." };
        EngineOptions engine = new();
        PackageServerOptionGroup server = new("UPLOAD_TOKEN", "UPLOAD");
        Command command = new("release", "Build all offline packages of a release, and publish them where UPLOAD_URL or --uri says.")
        {
            tag, version, output, source, only, vendor, skipImages, baseImage, buildArguments, network, fromDocker, pullFromRegistry, mirror, platforms, address, method, downloadUri, overwrite, dryRun,
        };
        engine.AddTo(command);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string release = First(parsed.GetValue(version), parsed.GetValue(tag)) ?? throw UsageException.RequiredFlags("tag");
            string root = Path.GetFullPath(First(parsed.GetValue(source)) ?? ".");
            Uri? uri = InputPath.ParsePackageUri(
                First(parsed.GetValue(address), Environment.GetEnvironmentVariable(AddressVariable)), parsed.GetValue(address) is null ? AddressVariable : address.Name);
            Platform[] wanted = [.. (parsed.GetValue(platforms) ?? []).Select(Platform.Parse)];
            OfflineReleaseOptions options = new()
            {
                Version = release,
                SourceFolder = root,
                OutputFolder = Path.GetFullPath(First(parsed.GetValue(output)) ?? Path.Combine(root, "out")),
                Groups = parsed.GetValue(only) ?? [],
                VendorPath = InputPath.Resolve(First(parsed.GetValue(vendor), Environment.GetEnvironmentVariable("VENDOR_PATH"))),
                SkipControlPlaneImages = parsed.GetValue(skipImages),
                ClusterBaseImage = parsed.GetValue(baseImage),
                ClusterBuildArguments = parsed.GetValue(buildArguments) ?? [],
                ClusterBuildNetwork = parsed.GetValue(network),
                Engine = engine.Read(parsed),
                Origin = ImageOrigins.Choose(parsed.GetValue(fromDocker), parsed.GetValue(pullFromRegistry)),
                Pull = new ImagePullOptions { MirrorRegistry = parsed.GetValue(mirror), Platforms = wanted.Length > 0 ? wanted : [new Platform("linux", "amd64")], IncludeReferrers = true },
                CacheFolder = CacheFolder.Default(),
                Publish = uri is null ? null : new PackagePublishOptions
                {
                    Path = "",
                    Uri = uri,
                    Method = parsed.GetValue(method),
                    Server = server.Read(parsed, isRegistry: uri.Scheme == "oci"),
                    DownloadUri = InputPath.ParseUri(parsed.GetValue(downloadUri), downloadUri.Name),
                    Force = parsed.GetValue(overwrite),
                },
                WhatIf = parsed.GetValue(dryRun),
            };
            CommandRun run = CommandRun.Start(parsed);
            using IResultOutput<ReleasedPackage> results = PublishingOutputs.ForReleased(run.Format, run.Out);
            return await CommandRun.ShowAsync("Release", async progress =>
            {
                OfflineReleaser releaser = new(options, run.Logger) { ComposeTemplates = new ControlPlaneTemplates() };
                await foreach (ReleasedPackage package in releaser.ReleaseAsync(progress, cancellationToken).ConfigureAwait(false))
                {
                    results.Write(package);
                }

                return 0;
            }).ConfigureAwait(false);
        });
        return command;
    }

    private static string? First(params string?[] texts) => texts.FirstOrDefault(static text => !string.IsNullOrEmpty(text));
}
