using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Neutree.Core.Compose;
using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Docker;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;

namespace Neutree.Core.ControlPlane;

/// <summary>
/// Runs the control plane by Docker Compose on one host (spec 4). Everything that can be known is checked before anything changes; a
/// second install is an upgrade, in which Compose makes only those services anew whose definition or mounted files changed.
/// </summary>
public sealed class ComposeInstaller : IControlPlaneInstaller
{
    private readonly string _root;
    private readonly Func<IDockerEngine> _connect;
    private readonly ILogger _logger;
    private readonly ComposeFinder _finder;

    public ComposeInstaller(ControlPlanePlace place, ILogger logger)
        : this(place, logger, static () => new DockerEngine(DockerEndpointReader.FromEnvironment()), new Dictionary<string, string>())
    {
    }

    /// <param name="place">Where the control plane is.</param>
    /// <param name="logger">Gets warnings and what is done.</param>
    /// <param name="connect">Connects to the engine.</param>
    /// <param name="environment">What Docker Compose gets in its environment, so that it finds the same engine.</param>
    internal ComposeInstaller(ControlPlanePlace place, ILogger logger, Func<IDockerEngine> connect, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(place);
        _root = WorkDirectory.Resolve(place.WorkingDirectory);
        _logger = logger;
        _connect = connect;
        _finder = new ComposeFinder(environment);
    }

    public async Task<IReadOnlyList<ControlPlaneService>> InstallAsync(ControlPlaneInstallOptions options, IControlPlaneObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        ComponentLayout layout = ComponentLayout.Of(options.Component);
        WorkDirectory work = new(_root, layout.Name);
        if (options.MustExist && !File.Exists(work.ComposeFile))
        {
            throw NotLaunched(work, layout.Name);
        }

        RegistryPrefix? mirror = string.IsNullOrEmpty(options.MirrorRegistry) ? null : RegistryPrefix.Parse(options.MirrorRegistry, options.RegistryProject);
        LaunchSecrets secrets = new SecretSource(_logger).Resolve(options, work);
        string nodeIP = string.IsNullOrEmpty(options.NodeIP) ? NodeAddress.Detect() : NodeAddress.Check(options.NodeIP);
        observer.Step($"Using node IP: {nodeIP}");
        if (options.Version is { } asked)
        {
            TargetVersion.Check(TargetVersion.OwnVersion, asked);
        }

        ArchiveOptions archive = new() { CacheFolder = options.WhatIf ? null : CacheFolder.Default(), Logger = _logger };
        await using LaunchPackage package = await LaunchPackage.OpenAsync(options.OfflinePackage, layout, archive, cancellationToken).ConfigureAwait(false);
        string version = await ChooseVersionAsync(options, package, cancellationToken).ConfigureAwait(false);
        LaunchParameters parameters = options.Component == ControlPlaneComponent.ObsStack
            ? LaunchParameters.ForObsStack(options, nodeIP, work.Folder)
            : LaunchParameters.ForCore(options, version, nodeIP, secrets, work.Folder);
        RenderedComponent rendered = ComponentRenderer.Render(layout, package.Files, parameters.With(options.Set), mirror, cancellationToken);
        IReadOnlyList<string> up = UpArguments(work, options.OfflinePackage is not null);
        if (options.WhatIf)
        {
            Show(rendered, work, up, observer);
            return [];
        }

        using IDockerEngine engine = _connect();
        List<WorkFile> files = [.. rendered.Files, new WorkFile(ComponentLayout.ComposeFileName, Encoding.UTF8.GetBytes(rendered.Compose.Text), IsSecret: true)];
        if (options.Component == ControlPlaneComponent.NeutreeCore)
        {
            files.Add(WorkDirectory.SecretsAsFile(secrets));
        }

        ComposeProgram compose = await CheckAsync(engine, rendered, package, work, cancellationToken).ConfigureAwait(false);
        work.CheckWritable(files);
        await BringImagesAsync(engine, rendered, package, mirror, options, observer, cancellationToken).ConfigureAwait(false);
        work.Write(files, new InstallState { Version = version, Offline = options.OfflinePackage is not null });
        return await StartAsync(engine, compose, work, layout, rendered.Compose, up, secrets, options.Wait ? options.Timeout : null, observer, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<ControlPlaneService>> GetAsync(ControlPlaneComponent? component, CancellationToken cancellationToken)
    {
        using IDockerEngine engine = _connect();
        List<ControlPlaneService> services = [];
        foreach (ControlPlaneComponent one in component is { } only ? [only] : Enum.GetValues<ControlPlaneComponent>())
        {
            string name = ComponentNames.Of(one);
            ComposeFile? file = new WorkDirectory(_root, name).ReadComposeFile();
            services.AddRange(await new ServiceReader(engine, name, file?.Services ?? []).ReadAsync(cancellationToken).ConfigureAwait(false));
        }

        return services;
    }

    public async Task<IReadOnlyList<ControlPlaneService>> RestoreAsync(ControlPlaneRestoreOptions options, IControlPlaneObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        ComponentLayout layout = ComponentLayout.Of(options.Component);
        WorkDirectory work = new(_root, layout.Name);
        (IReadOnlyList<WorkFile> files, InstallState state) = work.ReadPrevious();
        ComposeFile former = ComposeFile.Parse(work.ComposeFile, Encoding.UTF8.GetString(files.First(file => file.Path == ComponentLayout.ComposeFileName).Content.Span));
        IReadOnlyList<string> up = UpArguments(work, state.Offline);
        if (options.WhatIf)
        {
            observer.WouldRun(ComposeProgram.Docker.Describe(up));
            return [];
        }

        using IDockerEngine engine = _connect();
        await engine.PingAsync(cancellationToken).ConfigureAwait(false);
        ComposeProgram compose = await _finder.FindAsync(BroughtProgram(work), cancellationToken).ConfigureAwait(false);
        work.Write(files, state with { Deployed = false });
        return await StartAsync(engine, compose, work, layout, former, up, work.ReadSecrets(), options.Wait ? options.Timeout : null, observer, cancellationToken).ConfigureAwait(false);
    }

    public async Task UninstallAsync(ControlPlaneUninstallOptions options, IControlPlaneObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        string name = ComponentNames.Of(options.Component);
        WorkDirectory work = new(_root, name);
        if (!File.Exists(work.ComposeFile))
        {
            throw NotLaunched(work, name);
        }

        SecretMask mask = new(work.ReadSecrets().Texts());
        ComposeProgram compose = await _finder.FindAsync(BroughtProgram(work), cancellationToken).ConfigureAwait(false);
        List<string> arguments = ["-p", name, "-f", work.ComposeFile, "down"];
        if (options.RemoveData)
        {
            arguments.Add("-v");
        }

        try
        {
            await compose.RunToEndAsync("down", arguments, line => observer.ProgramOutput(mask.Apply(line)), cancellationToken).ConfigureAwait(false);
        }
        catch (ComposeException error) when (error.ErrorId == "Compose.CommandFailed")
        {
            int output = error.Message.IndexOf("failed msg ", StringComparison.Ordinal) + "failed msg ".Length;
            throw new ControlPlaneException("ControlPlane.RemovalFailed", error.Kind, $"failed to run docker compose down for {name}, output: {mask.Apply(error.Message[output..])}", error) { Target = name };
        }
    }

    private static ControlPlaneException NotLaunched(WorkDirectory work, string name) =>
        new("ControlPlane.NotLaunched", ErrorKind.NotFound, $"compose file not found at {work.ComposeFile}: has \"{name}\" been launched?")
        {
            Target = work.ComposeFile,
            Recommendation = "Name the folder it was launched in with -WorkingDirectory or NEUTREE_LAUNCH_WORK_DIR.",
        };

    private static List<string> UpArguments(WorkDirectory work, bool offline)
    {
        List<string> arguments = ["-p", Path.GetFileName(work.Folder), "-f", work.ComposeFile, "up", "-d"];
        if (offline)
        {
            arguments.AddRange(["--pull", "never"]);
        }

        return arguments;
    }

    private static Func<string>? BroughtProgram(WorkDirectory work)
    {
        string path = Path.Join(work.ProgramFolder, "docker-compose");
        return File.Exists(path) ? () => path : null;
    }

    private static void Show(RenderedComponent rendered, WorkDirectory work, IReadOnlyList<string> up, IControlPlaneObserver observer)
    {
        observer.WouldWrite(work.ComposeFile, rendered.Compose.Text);
        foreach (WorkFile file in rendered.Files.Where(file => rendered.Rendered.Contains(file.Path)))
        {
            observer.WouldWrite(Path.Join(work.Folder, file.Path), Encoding.UTF8.GetString(file.Content.Span));
        }

        observer.WouldRun(ComposeProgram.Docker.Describe(up));
    }

    private static async Task<string> ChooseVersionAsync(ControlPlaneInstallOptions options, LaunchPackage package, CancellationToken cancellationToken)
    {
        if (options.Version is { } asked || options.Component == ControlPlaneComponent.ObsStack)
        {
            return options.Version ?? "";
        }

        string version = await package.FindVersionAsync(cancellationToken).ConfigureAwait(false) ?? TargetVersion.Default(TargetVersion.OwnVersion);
        TargetVersion.Check(TargetVersion.OwnVersion, version);
        return version;
    }

    private async Task<ComposeProgram> CheckAsync(IDockerEngine engine, RenderedComponent rendered, LaunchPackage package, WorkDirectory work, CancellationToken cancellationToken)
    {
        await engine.PingAsync(cancellationToken).ConfigureAwait(false);
        string architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
        ReadOnlyMemory<byte>? carried = await package.FindComposeProgramAsync(architecture, cancellationToken).ConfigureAwait(false);
        ComposeProgram compose = await _finder.FindAsync(
            carried is { } program ? () => work.WriteProgram("docker-compose", program) : BroughtProgram(work), cancellationToken).ConfigureAwait(false);
        await new LaunchChecks(engine, rendered.Layout.Name).CheckNamesAndPortsAsync(rendered.Compose.Services, cancellationToken).ConfigureAwait(false);
        return compose;
    }

    private async Task BringImagesAsync(
        IDockerEngine engine,
        RenderedComponent rendered,
        LaunchPackage package,
        RegistryPrefix? mirror,
        ControlPlaneInstallOptions options,
        IControlPlaneObserver observer,
        CancellationToken cancellationToken)
    {
        if (options.PushImages)
        {
            await MirrorPush.RunAsync(mirror, options, observer, _logger, cancellationToken).ConfigureAwait(false);
        }

        if (options.OfflinePackage is null)
        {
            return;
        }

        EngineImages images = new(engine, _logger);
        IReadOnlyList<ImportItem> held = await package.GetImagesAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> missing = await images.FindMissingAsync(rendered.OriginalImages, held, cancellationToken).ConfigureAwait(false);
        if (missing.Count == 0)
        {
            return;
        }

        await using ImagePlaces places = new(CacheFolder.Default(), _logger);
        ImageStream stream = await images.PlanAsync(missing, held, mirror, places, options.RegistryOptions, cancellationToken).ConfigureAwait(false);
        await new LaunchChecks(engine, rendered.Layout.Name).CheckEngineSpaceAsync(stream.Size, cancellationToken).ConfigureAwait(false);
        observer.Step($"Loading {missing.Count} images into the Docker engine");
        await images.LoadAsync(stream, observer.Transfer, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<ControlPlaneService>> StartAsync(
        IDockerEngine engine,
        ComposeProgram compose,
        WorkDirectory work,
        ComponentLayout layout,
        ComposeFile file,
        IReadOnlyList<string> up,
        LaunchSecrets secrets,
        TimeSpan? wait,
        IControlPlaneObserver observer,
        CancellationToken cancellationToken)
    {
        SecretMask mask = new(secrets.Texts());
        ServiceReader services = new(engine, layout.Name, file.Services);
        ServiceWatcher watcher = new(engine, services, layout.Name, observer, mask);
        observer.Step($"Starting {layout.Name}");
        try
        {
            await compose.RunToEndAsync("up", up, line => observer.ProgramOutput(mask.Apply(line)), cancellationToken).ConfigureAwait(false);
        }
        catch (ComposeException error) when (error.ErrorId == "Compose.CommandFailed")
        {
            ControlPlaneException reason = await watcher.ExplainAsync(await services.ReadAsync(cancellationToken).ConfigureAwait(false), null, cancellationToken).ConfigureAwait(false);
            throw new ControlPlaneException("ControlPlane.StartFailed", ErrorKind.ServerFault, $"{mask.Apply(error.Message)} ({reason.Message})", error)
            {
                Target = reason.Target,
                Recommendation = reason.Recommendation,
            };
        }

        IReadOnlyList<ControlPlaneService> now = wait is { } timeout
            ? await watcher.WaitAsync(timeout, cancellationToken).ConfigureAwait(false)
            : await services.ReadAsync(cancellationToken).ConfigureAwait(false);
        work.MarkDeployed();
        return now;
    }
}
