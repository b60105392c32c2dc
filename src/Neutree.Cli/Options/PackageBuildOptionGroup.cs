using System.CommandLine;
using Neutree.Cli.Output;
using Neutree.Cli.Progress;
using Neutree.Core.ControlPlane;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Packages.Signing;

namespace Neutree.Cli.Options;

/// <summary>How and where packages are built, and the run that builds one.</summary>
internal sealed class PackageBuildOptionGroup
{
    private static readonly Platform Usual = new("linux", "amd64");

    private readonly Option<string> _output = new("--output", "-o") { Description = "The package's file (NAME.tar.gz), or a folder.", HelpName = "file" };

    private readonly Option<OutputFormat> _format = new ChoiceOption<OutputFormat>("--format") { Description = "What standard output holds: as --output of the other commands." };

    private readonly Option<bool> _force = new("--force") { Description = "Replace a package that is there." };
    private readonly Option<string> _description = new("--description", "-d") { Description = "One line that says what the package is." };
    private readonly Option<string> _packageUri = new("--package-url", "--package-uri") { Description = "Where the package will be found, for the standalone manifest.", HelpName = "url" };
    private readonly Option<bool> _allPlatforms = new("--all-platform", "--all-platforms") { Description = "Take every platform an image has (linux/amd64 where no --platform is given)." };
    private readonly Option<bool> _fromDocker = new("--from-docker") { Description = "Take images that the Docker engine holds from there." };
    private readonly Option<bool?> _pullFromRegistry = new("--pull-from-registry") { Description = "Whether registries may be asked: true or false (or PULL_FROM_REGISTRY; true)." };
    private readonly Option<string[]> _archives = new("--archive") { Description = "Image archive or OCI layout folder to take images from first; repeat for more.", HelpName = "path" };
    private readonly Option<bool> _skipReferrers = new("--skip-referrer", "--skip-referrers") { Description = "Leave signatures, SBOMs and other referrers behind." };
    private readonly Option<string> _base = new("--base") { Description = "What the site has already (package, lock file or registry): leave its blobs out.", HelpName = "place" };
    private readonly SizeOption _split = new("--split") { Description = "Write parts of this size, as 4GiB." };
    private readonly Option<string> _signingKey = new("--signing-key") { Description = "Sign with this ECDSA P-256 key (PEM).", HelpName = "file" };
    private readonly Option<bool> _keyPasswordFromInput = new("--signing-key-password-stdin") { Description = "Read the key's password from standard input (or set NEUTREE_SIGNING_KEY_PASSWORD)." };
    private readonly Option<bool> _dryRun = new("--dry-run", "--what-if") { Description = "Say what would be packed; write nothing." };
    private readonly ImageFindOptionGroup _find = new();

    public ImageFindOptionGroup Find => _find;

    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_format);
        command.Add(_force);
        command.Add(_description);
        command.Add(_packageUri);
        command.Add(_allPlatforms);
        command.Add(_fromDocker);
        command.Add(_pullFromRegistry);
        command.Add(_archives);
        command.Add(_skipReferrers);
        command.Add(_base);
        command.Add(_split);
        command.Add(_signingKey);
        command.Add(_keyPasswordFromInput);
        command.Add(_dryRun);
        _find.AddTo(command);
    }

    /// <summary>Builds what a recipe says and writes the result.</summary>
    public async Task<int> BuildAsync(ParseResult parsed, PackageRecipe recipe, bool manifestOnly, CancellationToken cancellationToken)
    {
        if (_find.ReadsInput(parsed) && parsed.GetValue(_keyPasswordFromInput))
        {
            throw new UsageException("--signing-key-password-stdin cannot be used together with another flag that reads standard input");
        }

        CommandRun run = CommandRun.Start(parsed, parsed.GetValue(_format));
        using PackageSigningKey? key = ReadKey(parsed);
        ImagePullOptions pull = _find.ReadPull(parsed);
        PackageBuildOptions options = new()
        {
            Recipe = recipe with
            {
                Version = _find.Version(parsed),
                Description = parsed.GetValue(_description) ?? "",
                PackageUri = InputPath.ParseUri(parsed.GetValue(_packageUri), _packageUri.Name),
            },
            OutputPath = InputPath.Resolve(parsed.GetValue(_output)) ?? Path.GetFullPath("."),
            Force = parsed.GetValue(_force),
            Find = _find.ReadFind(parsed),
            Pull = pull with
            {
                Platforms = parsed.GetValue(_allPlatforms) ? [] : pull.Platforms.Count == 0 ? [Usual] : pull.Platforms,
                IncludeReferrers = !parsed.GetValue(_skipReferrers),
            },
            Origin = ImageOrigins.Choose(parsed.GetValue(_fromDocker), parsed.GetValue(_pullFromRegistry)),
            Archives = [.. (parsed.GetValue(_archives) ?? []).Select(Path.GetFullPath)],
            Base = parsed.GetValue(_base) is { Length: > 0 } place ? (Path.Exists(place) ? Path.GetFullPath(place) : place) : null,
            SplitSize = parsed.GetValue(_split),
            SigningKey = key,
            ManifestOnly = manifestOnly,
            WhatIf = parsed.GetValue(_dryRun),
        };
        TransferMeter meter = new();
        PackageBuilder builder = new(options, run.Logger) { Fetcher = _find.Fetcher(parsed, run.Logger), ComposeTemplates = new ControlPlaneTemplates() };
        Task<BuiltPackage> work = Task.Run(() => builder.BuildAsync(meter, cancellationToken), cancellationToken);
        await ProgressViews.ForStandardError().ShowAsync("Build", meter, work).ConfigureAwait(false);
        BuiltPackage package = await work.ConfigureAwait(false);
        using IResultOutput<BuiltPackage> output = BuiltPackageOutputs.For(run.Format, run.Out);
        output.Write(package);
        return 0;
    }

    private PackageSigningKey? ReadKey(ParseResult parsed) =>
        InputPath.Resolve(parsed.GetValue(_signingKey)) is { } path ? SigningKeyInput.Load(path, parsed.GetValue(_keyPasswordFromInput)) : null;
}
