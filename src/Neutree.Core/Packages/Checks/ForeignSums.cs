using System.Security.Cryptography;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Writing;

namespace Neutree.Core.Packages.Checks;

/// <summary>The pass through what carries no index of this project: another tool's package, one that was unpacked or packed anew, or a damaged one.</summary>
internal static class ForeignSums
{
    private const int MaxDocument = 64 * 1024 * 1024;

    public static async Task<PackageSums> ReadAsync(ArchiveFiles files, FindingSink sink, CancellationToken cancellationToken)
    {
        bool isFolder = files is FolderArchiveFiles;

        // An index that was found and can't be used was told already, and why.
        if (!isFolder && !sink.HasError("Package.IndexDamaged") && files.Find(SeekableIndexFile.EntryName) is not null)
        {
            sink.Error("Package.IndexDamaged", SeekableIndexFile.EntryName, "the package has an index, but what ends the file doesn't lead to it: it is cut off or was changed");
        }

        if (!files.IsTerminated)
        {
            sink.Error("Package.Truncated", "", "the tar lacks its end; the package is cut off");
        }

        List<(string Name, string Sum)> entries = [];
        Dictionary<string, byte[]> documents = [];
        if (files.Find(PackageNames.Checksums) is null)
        {
            return new PackageSums(entries, documents, new Dictionary<string, IReadOnlyList<(string, string)>>(), IsComplete: true);
        }

        foreach (string name in files.FileNames.Where(name => name != SeekableIndexFile.EntryName).Distinct())
        {
            if (files.Find(name) is { } file)
            {
                entries.Add((name, await SumAsync(files, file, cancellationToken).ConfigureAwait(false)));
            }
        }

        foreach (string name in (string[])[PackageNames.Checksums, PackageNames.Signature])
        {
            if (files.Find(name) is { } file)
            {
                documents[name] = (await files.ReadAllAsync(file, MaxDocument, cancellationToken).ConfigureAwait(false)).ToArray();
            }
        }

        // A folder has no order of its own: the list's is as good as any.
        return new PackageSums(isFolder ? InListOrder(entries, documents[PackageNames.Checksums]) : entries, documents, new Dictionary<string, IReadOnlyList<(string, string)>>(), IsComplete: true);
    }

    private static List<(string Name, string Sum)> InListOrder(List<(string Name, string Sum)> entries, byte[] list)
    {
        List<string> names = [.. (SumList.Parse(list) ?? []).Select(line => line.Name), PackageNames.Checksums, PackageNames.Signature];
        return [.. entries.OrderBy(entry => names.IndexOf(entry.Name))];
    }

    private static async Task<string> SumAsync(ArchiveFiles files, ArchiveFile file, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1024 * 1024];
        Stream stream = await files.OpenAsync(file, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            int read;
            while ((read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, read));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
