using System.Reflection;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Checks;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Finds a component's files in a package, in a folder, or in this build.</summary>
internal static class ComponentFileReader
{
    private const string ResourcePrefix = "deploy/docker/";
    private const int MostFiles = 5000;
    private const int MostBytes = 64 << 20;

    /// <summary>The files that this build carries.</summary>
    public static ComponentFiles ReadOwn(ComponentLayout layout)
    {
        Assembly assembly = typeof(ComponentFileReader).Assembly;
        string prefix = ResourcePrefix + layout.Name + "/";
        Dictionary<string, ReadOnlyMemory<byte>> files = new(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using Stream content = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            files[name[prefix.Length..]] = bytes;
        }

        return new ComponentFiles("this build", files);
    }

    /// <summary>The files of a package: wherever <c>COMPONENT/docker-compose.yml</c> lies in it, or in a compose archive inside it.</summary>
    /// <exception cref="NeutreeException">It holds no such file, or one that isn't what the package lists.</exception>
    public static async Task<ComponentFiles> ReadAsync(CheckedPackage package, ComponentLayout layout, CancellationToken cancellationToken)
    {
        ArchiveFiles archive = package.Files;
        if (FindFolder(archive, layout) is { } folder)
        {
            return await CollectAsync(archive, folder, file => package.ReadAsync(file, MostBytes, cancellationToken)).ConfigureAwait(false);
        }

        foreach (string name in archive.FileNames.Where(IsComposeArchive))
        {
            if (archive.Find(name) is { } inside)
            {
                ArchiveFiles inner = await package.OpenInnerAsync(inside, cancellationToken).ConfigureAwait(false);
                await using (inner.ConfigureAwait(false))
                {
                    if (FindFolder(inner, layout) is { } innerFolder)
                    {
                        return await CollectAsync(inner, innerFolder, file => inner.ReadAllAsync(file, MostBytes, cancellationToken).AsTask()).ConfigureAwait(false);
                    }
                }
            }
        }

        throw new ControlPlaneException("ControlPlane.WrongPackage", ErrorKind.InvalidData, $"{archive.Name} is no package to launch {layout.Name} from: it holds no {layout.Name}/{ComponentLayout.ComposeFileName}")
        {
            Target = archive.Name,
            Recommendation = archive.FileNames.Any(name => name.EndsWith("Chart.yaml", StringComparison.Ordinal))
                ? "It holds a Helm chart: install it with -DeployMethod Helm."
                : "Give a control plane package or neutree-docker-compose.tar.gz.",
        };
    }

    /// <summary>The path in front of the component's files, with a slash at its end; null where there are none.</summary>
    private static string? FindFolder(ArchiveFiles archive, ComponentLayout layout)
    {
        string file = $"{layout.Name}/{ComponentLayout.ComposeFileName}";
        return archive.FileNames
            .Where(name => name == file || name.EndsWith("/" + file, StringComparison.Ordinal))
            .OrderBy(name => name.Length)
            .Select(name => name[..^ComponentLayout.ComposeFileName.Length])
            .FirstOrDefault();
    }

    private static bool IsComposeArchive(string name) =>
        Path.GetFileName(name) is var file
        && file.Contains("docker-compose", StringComparison.Ordinal)
        && (file.EndsWith(".tar.gz", StringComparison.Ordinal) || file.EndsWith(".tgz", StringComparison.Ordinal) || file.EndsWith(".tar", StringComparison.Ordinal));

    private static async Task<ComponentFiles> CollectAsync(ArchiveFiles archive, string folder, Func<ArchiveFile, Task<ReadOnlyMemory<byte>>> read)
    {
        Dictionary<string, ReadOnlyMemory<byte>> files = new(StringComparer.Ordinal);
        long total = 0;
        foreach (string name in archive.FileNames.Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
        {
            if (archive.Find(name) is not { } file)
            {
                continue;
            }

            total += file.Size;
            if (files.Count == MostFiles || total > MostBytes)
            {
                throw new ControlPlaneException("ControlPlane.TooManyFiles", ErrorKind.LimitExceeded, $"{archive.Name} holds more below {folder} than {MostFiles} files or {MostBytes >> 20} MiB")
                {
                    Target = archive.Name,
                };
            }

            files[name[folder.Length..]] = await read(file).ConfigureAwait(false);
        }

        return new ComponentFiles(archive.Name, files);
    }
}
