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
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Checks;

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
        SecretAdvice.Give(options, _logger);
        LaunchSecrets secrets = new SecretSource(_logger).Resolve(options, work);
        string nodeIP = string.IsNullOrEmpty(options.NodeIP) ? NodeAddress.Detect() : NodeAddress.Check(options.NodeIP);
        observer.Step($"Using node IP: {nodeIP}");
        if (options.Version is { } asked)
        {
            TargetVersion.Check(TargetVersion.OwnVersion, asked);
        }

        ArchiveOptions archive = new() { CacheFolder = options.WhatIf ? null : CacheFolder.Default(), Logger = _logger };
        CheckedPackage? given = await PackageOpening.OpenAsync(options, archive, cancellationToken).ConfigureAwait(false);
        await using LaunchPackage package = await LaunchPackage.OpenAsync(given, layout, cancellationToken).ConfigureAwait(false);
        string version = ChooseVersion(options, package);
        LaunchParameters parameters = options.Component == ControlPlaneComponent.ObsStack
            ? LaunchParameters.ForObsStack(options, nodeIP, work.Folder)
            : LaunchParameters.ForCore(options, version, nodeIP, secrets, work.Folder);
        RenderedComponent rendered = ComponentRenderer.Render(layout, package.Files, parameters.With(options.Set), mirror, cancellationToken);
        IReadOnlyList<string> up = UpArguments(work, options.OfflinePackage is not null);
        if (options.WhatIf)
        {
            Show(rendered, work, up, new SecretMask(secrets.Texts()), observer);
            return [];
        }

        List<WorkFile> files = [.. rendered.Files, new WorkFile(ComponentLayout.ComposeFileName, Encoding.UTF8.GetBytes(rendered.Compose.Text), IsSecret: true)];
        if (options.Component == ControlPlaneComponent.NeutreeCore)
        {
            files.Add(SecretStore.AsFile(secrets));
        }

        using IDockerEngine engine = _connect();
        await engine.PingAsync(cancellationToken).ConfigureAwait(false);
        LaunchChecks checks = new(engine, layout.Name);
        await checks.CheckPlaceAsync(work.ComposeFile, cancellationToken).ConfigureAwait(false);
        await checks.CheckNamesAndPortsAsync(rendered.Compose.Services, cancellationToken).ConfigureAwait(false);
        using WorkLock held = work.Lock();
        ComposeProgram compose = await FindComposeAsync(work, package, cancellationToken).ConfigureAwait(false);
        work.CheckWritable(files);
        await new ImageSupply(engine, mirror, options, _logger).BringAsync(rendered, package, observer, cancellationToken).ConfigureAwait(false);
        work.Write(files, new InstallState { Version = version, Offline = options.OfflinePackage is not null });
        ComponentStart start = new(engine, compose, rendered.Compose, new SecretMask(secrets.Texts()), observer, _logger);
        IReadOnlyList<ControlPlaneService> services = await start.RunAsync(layout.Name, up, options.Wait ? options.Timeout : null, cancellationToken).ConfigureAwait(false);
        work.MarkDeployed();
        return services;
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
        using WorkLock held = work.Lock();
        ComposeProgram compose = await FindComposeAsync(work, package: null, cancellationToken).ConfigureAwait(false);
        work.Write(files, state with { Deployed = false });
        ComponentStart start = new(engine, compose, former, new SecretMask(SecretStore.Read(work).Texts()), observer, _logger);
        IReadOnlyList<ControlPlaneService> services = await start.RunAsync(layout.Name, up, options.Wait ? options.Timeout : null, cancellationToken).ConfigureAwait(false);
        work.MarkDeployed();
        return services;
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

        SecretMask mask = new(SecretStore.Read(work).Texts());
        using WorkLock held = work.Lock();
        ComposeProgram compose = await FindComposeAsync(work, package: null, cancellationToken).ConfigureAwait(false);
        List<string> arguments = ["-p", name, "-f", work.ComposeFile, "down"];
        if (options.RemoveData)
        {
            arguments.Add("-v");
        }

        try
        {
            observer.Step($"Removing {name}");
            await compose.RunToEndAsync("down", arguments, new ComposeOutput(mask, observer, _logger).Write, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Shows the compose file as it would be written, and without secrets what goes elsewhere.</summary>
    private static void Show(RenderedComponent rendered, WorkDirectory work, IReadOnlyList<string> up, SecretMask mask, IControlPlaneObserver observer)
    {
        observer.WouldWrite(work.ComposeFile, rendered.Compose.Text);
        foreach (WorkFile file in rendered.Files.Where(file => rendered.Rendered.Contains(file.Path)))
        {
            observer.WouldWrite(Path.Join(work.Folder, file.Path), mask.Apply(Encoding.UTF8.GetString(file.Content.Span)));
        }

        observer.WouldRun(ComposeProgram.Docker.Describe(up));
    }

    private string ChooseVersion(ControlPlaneInstallOptions options, LaunchPackage package)
    {
        if (options.Version is { } asked || options.Component == ControlPlaneComponent.ObsStack)
        {
            return options.Version ?? "";
        }

        if (package is { Version: ReleaseVersion.Latest, Images.Items.Count: > 0 })
        {
            _logger.LogWarning("{Package} was built for no release but with the latest images, so nobody has checked that this toolkit may install them", Path.GetFileName(options.OfflinePackage));
            return ReleaseVersion.Latest;
        }

        string version = package.Version is { } stated and not ReleaseVersion.Latest ? stated : TargetVersion.Default(TargetVersion.OwnVersion);
        TargetVersion.Check(TargetVersion.OwnVersion, version);
        return version;
    }

    private Task<ComposeProgram> FindComposeAsync(WorkDirectory work, LaunchPackage? package, CancellationToken cancellationToken)
    {
        string architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
        Func<Task<string>>? brought = null;
        if (package?.FindComposeProgram(architecture) is { } copy)
        {
            brought = () => work.ComposeProgram.WriteAsync(copy, cancellationToken);
        }
        else if (work.ComposeProgram.Find() is { } path)
        {
            brought = () => Task.FromResult(path);
        }

        return _finder.FindAsync(brought, cancellationToken);
    }
}
