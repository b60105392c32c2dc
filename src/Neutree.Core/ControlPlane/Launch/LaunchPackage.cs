using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>What an installation is made from: the component's files, and the images and the plugin that come with them.</summary>
internal sealed class LaunchPackage : IAsyncDisposable
{
    private readonly CheckedPackage? _package;

    private LaunchPackage(ComponentFiles files, CheckedPackage? package, ImportPackage? images)
    {
        Files = files;
        _package = package;
        Images = images;
    }

    public ComponentFiles Files { get; }

    /// <summary>The images; null where the package is compose files only.</summary>
    public ImportPackage? Images { get; }

    /// <summary>The version that the package's manifest states; null where it states none.</summary>
    public string? Version => Images?.Manifest?.Metadata.Version is { Length: > 0 } version ? version : null;

    /// <param name="package">A package, an archive of compose files, or a folder, owned; null: the files of this build.</param>
    /// <param name="layout">The component.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">It can't be read, or isn't one to launch the component from.</exception>
    public static async Task<LaunchPackage> OpenAsync(CheckedPackage? package, ComponentLayout layout, CancellationToken cancellationToken)
    {
        if (package is null)
        {
            return new LaunchPackage(ComponentFileReader.ReadOwn(layout), null, null);
        }

        try
        {
            ComponentFiles files = await ComponentFileReader.ReadAsync(package, layout, cancellationToken).ConfigureAwait(false);
            return new LaunchPackage(files, package, await package.OpenImagesAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await package.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Docker Compose as a program, where the package carries it for this processor: what copies it to a stream.</summary>
    public Func<Stream, CancellationToken, Task>? FindComposeProgram(string architecture)
    {
        if (_package is not { } package)
        {
            return null;
        }

        string[] names = ["cli-plugins/docker-compose", $"cli-plugins/docker-compose-linux-{architecture}"];
        string? found = package.Files.FileNames.FirstOrDefault(name => names.Any(wanted => name == wanted || name.EndsWith("/" + wanted, StringComparison.Ordinal)));
        return found is not null && package.Files.Find(found) is { } file ? (target, stop) => package.CopyAsync(file, target, stop) : null;
    }

    public ValueTask DisposeAsync() => _package?.DisposeAsync() ?? ValueTask.CompletedTask;
}
