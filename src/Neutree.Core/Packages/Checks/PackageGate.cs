using System.Security.Cryptography;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Signing;
using Neutree.Core.Packages.Writing;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Packages.Checks;

/// <summary>
/// What a package has to pass before anything is taken from it or asked of a registry: the checksum file beside it, its signature, and the sums of all
/// that says which blobs its images have. The blobs themselves are compared with their digests while they are sent, other files when they are read.
/// </summary>
internal sealed class PackageGate(string path, ArchiveFiles package, ArchiveOptions options, ILogger logger)
{
    private const int MaxDocument = 64 * 1024 * 1024;

    /// <returns>The sums that the package lists for its files, 64 hexadecimal digits by name; null where it has no list.</returns>
    /// <exception cref="PackageException">The package doesn't pass.</exception>
    public async Task<IReadOnlyDictionary<string, string>?> PassAsync(PackagePublicKey? key, PackageRequirement require, CancellationToken cancellationToken)
    {
        if (require == PackageRequirement.Signature && key is null)
        {
            throw PackageRefusal.WithoutKey(path);
        }

        await CompareFileAsync(cancellationToken).ConfigureAwait(false);
        byte[]? list = await FindAsync(PackageNames.Checksums, cancellationToken).ConfigureAwait(false);
        if (list is null)
        {
            return require == PackageRequirement.None && key is null
                ? null
                : throw Refused("Package.ChecksumsMissing", $"it has no {PackageNames.Checksums}, which is required");
        }

        await VerifySignatureAsync(list, key, cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> sums = ParseList(list, PackageNames.Checksums);
        if (sums.Keys.FirstOrDefault(name => package.Find(name) is null) is { } missing)
        {
            throw Refused("Package.MissingEntry", $"{missing} isn't inside, though its sum is listed");
        }

        await RequireSumAsync(package, PackageNames.Manifest, sums, cancellationToken).ConfigureAwait(false);
        (PackageManifest manifest, _) = ManifestReader.Read(await FindAsync(PackageNames.Manifest, cancellationToken).ConfigureAwait(false));
        foreach (string imageFile in manifest.Images.Select(image => image.ImageFile).Distinct())
        {
            await CheckArchiveAsync(imageFile, sums, cancellationToken).ConfigureAwait(false);
        }

        return sums;
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

    private async Task VerifySignatureAsync(byte[] list, PackagePublicKey? key, CancellationToken cancellationToken)
    {
        byte[]? signature = await FindAsync(PackageNames.Signature, cancellationToken).ConfigureAwait(false);
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
        if (imageFile.Length == 0 || package.Find(imageFile) is not { } file)
        {
            // The item that names it says so itself.
            return;
        }

        string innerList = imageFile.EndsWith(".tar", StringComparison.Ordinal) ? PackageNames.SumsOf(imageFile) : imageFile;
        if (innerList == imageFile || package.Find(innerList) is null)
        {
            await RequireSumAsync(package, imageFile, sums, cancellationToken).ConfigureAwait(false);
            return;
        }

        await RequireSumAsync(package, innerList, sums, cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> inner = ParseList((await FindAsync(innerList, cancellationToken).ConfigureAwait(false))!, innerList);
        ArchiveFiles archive = await package.OpenInnerAsync(file, options, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            foreach (string document in (string[])["oci-layout", "index.json", "manifest.json"])
            {
                if (archive.Find(document) is not null || inner.ContainsKey(document))
                {
                    await RequireSumAsync(archive, document, inner, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task RequireSumAsync(ArchiveFiles files, string name, Dictionary<string, string> sums, CancellationToken cancellationToken)
    {
        ArchiveFile file = files.Find(name) ?? throw Refused("Package.MissingEntry", $"{name} isn't inside, though its sum is listed");
        Stream stream = await files.OpenAsync(file, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            string actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
            PackageRefusal.RequireSum(path, name, actual, sums);
        }
    }

    private async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken) =>
        package.Find(name) is { } file
            ? (await package.ReadAllAsync(file, MaxDocument, cancellationToken).ConfigureAwait(false)).ToArray()
            : null;

    private Dictionary<string, string> ParseList(byte[] content, string list)
    {
        Dictionary<string, string> sums = new(StringComparer.Ordinal);
        foreach ((string name, string sum) in SumList.Parse(content) ?? throw Refused("Package.ChecksumsMalformed", $"{list} isn't a list of sha256 sums and names"))
        {
            if (!sums.TryAdd(name, sum))
            {
                throw Refused("Package.SumTwice", $"{list} lists {name} twice");
            }
        }

        return sums;
    }

    private PackageException Refused(string errorId, string why) => PackageRefusal.Create(path, errorId, why);
}
