using Microsoft.Extensions.Logging;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Receiving;

/// <summary>Fetches a package that was published into a registry as an artifact (<see cref="PackageArtifact"/>). The digests of its layers are its checksums.</summary>
internal sealed class OciPackageReceiver(PackageReceiveOptions options, string? sha256, RegistryEnvironment environment, ILogger logger)
{
    private const int MaxSmallFile = 4 * 1024 * 1024;

    /// <exception cref="NeutreeException">There is no such package, it is damaged, or can't be written.</exception>
    public async Task<ReceivedPackage> ReceiveAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        ImageReference reference = PackageArtifact.Reference(options.Uri);
        PackageArtifact.RefuseToken(options.Server, options.Uri);
        RegistryClient client = new(reference.Registry, options.Server.Connection, logger, environment);
        await using (client.ConfigureAwait(false))
        {
            string name = reference.TagOrDigest;
            ManifestContent content = await client.FindManifestAsync(reference.Repository, name, cancellationToken).ConfigureAwait(false)
                ?? throw new PackageException("Package.DownloadFailed", ErrorKind.NotFound, $"{options.Uri} not found")
                {
                    Target = options.Uri.ToString(),
                    Recommendation = "Compare the repository and the tag with what the package was published under.",
                };
            IReadOnlyList<(string Name, Descriptor Layer)> layers = PackageArtifact.Files(options.Uri, content);
            Check(layers);
            ReceivedFiles files = new(options);
            return options.WhatIf
                ? Plan(layers, files)
                : await ReceiveAsync(client, reference.Repository, layers, files, new ProgressBoard(progress), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Check(IReadOnlyList<(string Name, Descriptor Layer)> layers)
    {
        (string Name, Descriptor Layer)[] archives = [.. layers.Where(static layer => IsArchive(layer.Name))];
        if (archives.Length == 0)
        {
            throw PackageArtifact.NoPackage(options.Uri, "it has no file that is a package");
        }

        if (sha256 is not null && (archives.Length > 1 || archives[0].Layer.Digest.ToString() != "sha256:" + sha256))
        {
            throw FileReceiver.Mismatch(options.Uri.ToString(), sha256, archives.Length > 1 ? "of several parts" : archives[0].Layer.Digest.Hex);
        }
    }

    private ReceivedPackage Plan(IReadOnlyList<(string Name, Descriptor Layer)> layers, ReceivedFiles files) => new()
    {
        Path = files.PathOf(layers.First(static layer => IsArchive(layer.Name)).Name),
        Uri = options.Uri,
        Files = [.. layers.Select(layer => files.PathOf(layer.Name))],
        Size = layers.Where(static layer => IsArchive(layer.Name)).Sum(static layer => layer.Layer.Size),
        Status = ReceiveStatus.Planned,
    };

    private static bool IsArchive(string name) => PackageFileNames.KindOf(name) is PackageFileKind.Archive or PackageFileKind.Part;

    private async Task<ReceivedPackage> ReceiveAsync(
        RegistryClient client,
        string repository,
        IReadOnlyList<(string Name, Descriptor Layer)> layers,
        ReceivedFiles files,
        ProgressBoard board,
        CancellationToken cancellationToken)
    {
        board.AddTotal(layers.Sum(static layer => layer.Layer.Size));
        foreach ((string name, Descriptor layer) in layers.Where(static layer => IsArchive(layer.Name)).OrderBy(static layer => layer.Name, StringComparer.Ordinal))
        {
            if (await files.IsThereAsync(name, layer.Digest.Hex, cancellationToken).ConfigureAwait(false))
            {
                files.AddArchive(name, layer.Size, layer.Digest.Hex, isVerified: true, moved: null);
                continue;
            }

            ProgressBoard.BlobProgress progress = board.Start(name, $"download of {name}", layer.Size);
            long moved = await FetchAsync(client, repository, layer, files.PathOf(name), progress, cancellationToken).ConfigureAwait(false);
            files.AddArchive(name, layer.Size, layer.Digest.Hex, isVerified: true, moved);
            progress.Complete();
        }

        foreach ((string name, Descriptor layer) in layers.Where(static layer => PackageFileNames.KindOf(layer.Name) == PackageFileKind.Manifest && layer.Layer.Size <= MaxSmallFile))
        {
            byte[] content = new byte[layer.Size];
            Stream stream = await client.OpenBlobAsync(repository, layer, 0, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
            }

            if (layer.Digest.ComputeSame(content) != layer.Digest)
            {
                throw FileReceiver.Mismatch(name, layer.Digest.Hex, layer.Digest.ComputeSame(content).Hex);
            }

            files.Write(name, content);
        }

        return files.Complete(options.Uri);
    }

    /// <summary>Brings a layer; what an earlier run left of it is continued, since the digest names the very bytes.</summary>
    private static async Task<long> FetchAsync(
        RegistryClient client, string repository, Descriptor layer, string path, ProgressBoard.BlobProgress progress, CancellationToken cancellationToken)
    {
        ContentIdentity identity = new(layer.Size, $"\"{layer.Digest}\"", LastModified: null);
        using PartialFile file = PartialFile.Open(path);
        if (file.Journal.Identity != identity)
        {
            file.Reset(identity);
        }

        (long start, long _) = file.Journal.Ranges.MissingOf(layer.Size).FirstOrDefault((layer.Size, layer.Size));
        long at = start;
        Stream stream = await client.OpenBlobAsync(repository, layer, start, cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[1024 * 1024];
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                int read;
                while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    await file.WriteAsync(buffer.AsMemory(0, read), at, cancellationToken).ConfigureAwait(false);
                    progress.Report(at += read);
                }
            }
            finally
            {
                file.Journal.Note(start, at);
            }
        }

        (_, string actual) = await FileReceiver.HashAsync(file, cancellationToken).ConfigureAwait(false);
        if (actual != layer.Digest.Hex)
        {
            file.Discard();
            throw FileReceiver.Mismatch(Path.GetFileName(path), layer.Digest.Hex, actual);
        }

        file.Complete();
        return at - start;
    }
}
