using Neutree.Core.Docker;
using Neutree.Core.Oci;
using Neutree.Core.Tar;

namespace Neutree.Core.Packages.Building;

/// <summary>How the cluster image is built by a Docker engine.</summary>
public sealed record ClusterImageBuild
{
    private const string DefaultName = "neutree/neutree-serve";

    /// <summary>The folder with the Dockerfile; full path.</summary>
    public required string Folder { get; init; }

    /// <summary>The image's name with or without tag; null is <c>neutree/neutree-serve</c> with the package's version.</summary>
    public string? ImageName { get; init; }

    /// <summary>What <c>FROM</c> starts with; null is the Dockerfile's own.</summary>
    public string? BaseImage { get; init; }

    /// <summary>Further build arguments, <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The network of the build's steps; null is the engine's default.</summary>
    public string? Network { get; init; }

    /// <summary>The image's name for a version of the package.</summary>
    internal string NameFor(string version)
    {
        ImageReference given = ImageReference.Parse(ImageName ?? DefaultName);
        return (given.Tag is null ? given.WithTag(version) : given).ToFamiliarString();
    }

    /// <summary>Builds the image and gives it a name.</summary>
    internal async Task BuildAsync(string name, PackageDrafting drafting, CancellationToken cancellationToken)
    {
        SortedDictionary<string, byte[]> context = PackageFolder.Read(Folder, except: null, cancellationToken);
        DockerBuildOptions options = new()
        {
            Tags = [name],
            Arguments = ReadArguments(),
            Platform = drafting.Platforms.Count == 1 ? drafting.Platforms[0].ToString() : null,
            Network = Network,
        };
        using IDockerEngine engine = drafting.Engine();
        await engine.BuildImageAsync(options, (stream, token) => WriteTarAsync(context, stream, token), new BuildLog(drafting.Logger), cancellationToken).ConfigureAwait(false);
    }

    private Dictionary<string, string> ReadArguments()
    {
        Dictionary<string, string> arguments = [];
        foreach (string argument in Arguments)
        {
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            arguments[equals > 0 ? argument[..equals] : throw new PackageException("Package.InvalidBuildArgument", ErrorKind.InvalidArgument, $"'{argument}' is no build argument")
            {
                Target = argument,
                Recommendation = "Write NAME=value.",
            }] = argument[(equals + 1)..];
        }

        if (BaseImage is not null)
        {
            arguments["BASE_IMAGE"] = BaseImage;
        }

        return arguments;
    }

    private static async Task WriteTarAsync(SortedDictionary<string, byte[]> files, Stream stream, CancellationToken cancellationToken)
    {
        foreach ((string name, byte[] content) in files)
        {
            await stream.WriteAsync(TarHeaderWriter.Create(name, content.Length, unixSeconds: 0), cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(new byte[TarHeader.Padded(content.Length) - content.Length], cancellationToken).ConfigureAwait(false);
        }

        await stream.WriteAsync(new byte[2 * TarHeader.BlockSize], cancellationToken).ConfigureAwait(false);
    }
}
