using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Signing;
using Neutree.Core.Packages.Writing;

namespace Neutree.Core.Packages.Checks;

/// <summary>
/// What a package has to pass before anything is asked of a registry: the checksum file beside it, its signature, and the sums of all that says which
/// blobs its images have. The blobs themselves are compared with their digests while they are sent.
/// </summary>
internal sealed class ImportGate(string path, ImportPackage package, ArchiveOptions options, ILogger logger)
{
    private const int MaxDocument = 64 * 1024 * 1024;

    /// <exception cref="PackageException">The package doesn't pass.</exception>
    public async Task PassAsync(PackagePublicKey? key, PackageRequirement require, CancellationToken cancellationToken)
    {
        await CompareFileAsync(cancellationToken).ConfigureAwait(false);
        byte[]? list = await FindAsync(PackageNames.Checksums, cancellationToken).ConfigureAwait(false);
        if (list is null)
        {
            if (require != PackageRequirement.None || key is not null)
            {
                throw Refused("Package.ChecksumsMissing", $"it has no {PackageNames.Checksums}, which is required");
            }

            return;
        }

        await VerifySignatureAsync(list, key, require, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<(string Name, string Sum)> sums = SumList.Parse(list)
            ?? throw Refused("Package.ChecksumsMalformed", $"{PackageNames.Checksums} isn't a list of sha256 sums and names");
        Dictionary<string, string> byName = ToDictionary(sums, PackageNames.Checksums);
        await RequireSumAsync(package.Files, PackageNames.Manifest, byName, cancellationToken).ConfigureAwait(false);
        foreach (string imageFile in (package.Manifest?.Images ?? []).Select(image => image.ImageFile).Distinct())
        {
            await CheckArchiveAsync(imageFile, byName, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CompareFileAsync(CancellationToken cancellationToken)
    {
        if (path == "-" || Directory.Exists(path))
        {
            return;
        }

        using FileSums stated = await FileSums.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using FileArchiveData file = await ArchiveOpener.OpenFileAsync(path, options, cancellationToken).ConfigureAwait(false);
        foreach ((string name, string why) in await stated.FinishAsync(file, cancellationToken).ConfigureAwait(false))
        {
            throw Refused("Package.ChecksumFileMismatch", $"{Path.GetFileName(name)}: {why}");
        }
    }

    private async Task VerifySignatureAsync(byte[] list, PackagePublicKey? key, PackageRequirement require, CancellationToken cancellationToken)
    {
        byte[]? signature = await FindAsync(PackageNames.Signature, cancellationToken).ConfigureAwait(false);
        if (require == PackageRequirement.Signature && key is null)
        {
            throw new PackageException("Package.PublicKeyMissing", ErrorKind.InvalidArgument, $"{path} can't be imported: a signature is required, but there is no public key to check it with")
            {
                Target = path,
                Recommendation = "Give the key with -PublicKey (--public-key).",
            };
        }

        if (signature is null)
        {
            if (key is not null)
            {
                throw Refused("Package.SignatureMissing", "it isn't signed");
            }
        }
        else if (key is null)
        {
            logger.LogWarning("{Package} is signed; the signature was not verified, because no public key was given", Path.GetFileName(path));
        }
        else if (!key.Verifies(list, signature))
        {
            throw Refused("Package.SignatureInvalid", $"its signature was not made with the private half of {key.Path}, or what it covers was changed");
        }
    }

    /// <summary>Checks what tells the blobs of an image archive; where nothing tells it apart from them, all of the archive.</summary>
    private async Task CheckArchiveAsync(string imageFile, Dictionary<string, string> sums, CancellationToken cancellationToken)
    {
        if (imageFile.Length == 0 || package.Files.Find(imageFile) is not { } file)
        {
            // The item that names it says so itself.
            return;
        }

        string innerList = imageFile.EndsWith(".tar", StringComparison.Ordinal) ? PackageNames.SumsOf(imageFile) : imageFile;
        if (innerList == imageFile || package.Files.Find(innerList) is null)
        {
            await RequireSumAsync(package.Files, imageFile, sums, cancellationToken).ConfigureAwait(false);
            return;
        }

        await RequireSumAsync(package.Files, innerList, sums, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<(string Name, string Sum)> inner = SumList.Parse((await FindAsync(innerList, cancellationToken).ConfigureAwait(false))!)
            ?? throw Refused("Package.ChecksumsMalformed", $"{innerList} isn't a list of sha256 sums and names");
        Dictionary<string, string> byName = ToDictionary(inner, innerList);
        ArchiveFiles archive = await package.Files.OpenInnerAsync(file, options, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            foreach (string document in (string[])["oci-layout", "index.json", "manifest.json"])
            {
                if (archive.Find(document) is not null || byName.ContainsKey(document))
                {
                    await RequireSumAsync(archive, document, byName, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task RequireSumAsync(ArchiveFiles files, string name, Dictionary<string, string> sums, CancellationToken cancellationToken)
    {
        ArchiveFile file = files.Find(name) ?? throw Refused("Package.MissingEntry", $"{name} isn't inside, though its sum is listed");
        if (!sums.TryGetValue(name, out string? expected))
        {
            throw Refused("Package.ExtraEntry", $"{name} is inside, but no sum is listed for it");
        }

        Stream stream = await files.OpenAsync(file, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            string actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
            if (actual != expected)
            {
                throw Refused("Package.SumMismatch", $"the sha256 sum of {name} is {actual}, where {expected} is listed");
            }
        }
    }

    private async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken) =>
        package.Files.Find(name) is { } file
            ? (await package.Files.ReadAllAsync(file, MaxDocument, cancellationToken).ConfigureAwait(false)).ToArray()
            : null;

    private Dictionary<string, string> ToDictionary(IReadOnlyList<(string Name, string Sum)> lines, string list)
    {
        Dictionary<string, string> sums = [];
        foreach ((string name, string sum) in lines)
        {
            if (!sums.TryAdd(name, sum))
            {
                throw Refused("Package.SumTwice", $"{list} lists {name} twice");
            }
        }

        return sums;
    }

    private PackageException Refused(string errorId, string why) =>
        new(errorId, ErrorKind.InvalidData, $"{path} can't be imported: {why}")
        {
            Target = path,
            Recommendation = "Get the package anew from where it was built; Test-NeutreeOfflinePackage (package verify) tells all that is wrong with it.",
        };
}
