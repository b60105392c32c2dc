using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Serving;

namespace Neutree.Core.Tests.Packages.Finding;

/// <summary>
/// The embedded registry with <c>team/multi:1</c> for amd64 and arm64, and images for amd64 by the names given. It serves an archive from where it lies.
/// </summary>
internal sealed class SampleRegistry : IAsyncDisposable
{
    private readonly LocalRegistry _registry;

    private SampleRegistry(LocalRegistry registry, ImageIndex multi)
    {
        _registry = registry;
        Multi = multi;
    }

    public string Host => _registry.Url.Authority;

    /// <summary>What <c>team/multi:1</c> stands for.</summary>
    public ImageIndex Multi { get; }

    public static async Task<SampleRegistry> StartAsync(TemporaryFolder folder, params string[] names)
    {
        ArchiveBuilder builder = new();
        HashSet<Digest> written = [];
        Descriptor[] children = [Add(SampleImage.Create("shared", "for amd64")), Add(SampleImage.CreateFor("arm64", "shared", "for arm64"))];
        ImageIndex multi = ImageIndex.Create(children);
        AddBlob(multi.Content.ToArray());
        List<Descriptor> index = [ArchiveBuilder.Named(multi.ToDescriptor(), "team/multi:1")];
        index.AddRange(names.Select(name => ArchiveBuilder.Named(Add(SampleImage.Create("shared", name)), name)));
        string path = folder.Write("registry.tar", builder.AddLayoutFiles(index).ToTar());
        return new SampleRegistry(await LocalRegistry.ServePackageAsync(path, null, ServedFolder.FreePort, NullLogger.Instance, CancellationToken.None), multi);

        Descriptor Add(SampleImage image)
        {
            Manifest manifest = image.CreateManifest(gzip: true);
            foreach (byte[] blob in image.GzipLayers.Append(image.Config).Append(manifest.Content.ToArray()))
            {
                AddBlob(blob);
            }

            return manifest.ToDescriptor() with { ArtifactType = null, Platform = ImageConfig.Parse(image.Config).Platform };
        }

        void AddBlob(byte[] blob)
        {
            if (written.Add(Digest.Compute(blob)))
            {
                builder.AddBlob(blob);
            }
        }
    }

    /// <summary>An image list's path with the names below this registry.</summary>
    public string WriteList(TemporaryFolder folder, params string[] names) =>
        folder.Write("images.txt", Encoding.UTF8.GetBytes(string.Concat(names.Select(name => $"{Host}/{name}\n"))));

    public ValueTask DisposeAsync() => _registry.DisposeAsync();
}
