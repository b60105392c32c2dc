using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Writing;

namespace Neutree.Core.Packages.Inspection;

/// <summary>
/// Unpacks a package into a folder, comparing each file with the package's sums. Nothing leaves the folder: names that would are refused, and links in the
/// way are not followed. A file has its name only when it is complete.
/// </summary>
public sealed class PackageExpander(PackageExpandOptions options, ILogger? logger = null)
{
    private const int CopyBuffer = 1024 * 1024;
    private const int PartialDigits = 16;
    private const int MaxDocument = 64 * 1024 * 1024;
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>The folder that a package unpacks to where none is named: its own name without ending, and without a part's number.</summary>
    public static string FolderNameFor(string path)
    {
        string name = Path.GetFileName(path);
        int end = name.IndexOf(".tar", StringComparison.OrdinalIgnoreCase);
        return end > 0 ? name[..end] : Path.GetFileNameWithoutExtension(name);
    }

    /// <exception cref="NeutreeException">The package can't be read, a file is in the way or isn't what its sum says, or the folder can't be written to.</exception>
    public async IAsyncEnumerable<ExpandedFile> ExpandAsync(IProgress<TransferProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArchiveOptions archive = new ArchiveOptions { Logger = _logger }.WithMaxUnpackedSize(options.MaxUnpackedSize);
        ArchiveFiles files = await ArchiveOpener.OpenPathAsync(options.Path, archive, cancellationToken).ConfigureAwait(false);
        await using (files.ConfigureAwait(false))
        {
            Dictionary<string, string> sums = await ReadSumsAsync(files, cancellationToken).ConfigureAwait(false);
            List<(ArchiveFile File, string Path)> wanted = [.. Wanted(files, OpenDestination())];
            RequireFree(wanted);
            ProgressBoard board = new(progress);
            board.AddTotal(wanted.Sum(file => file.File.Size));
            foreach ((ArchiveFile file, string path) in wanted)
            {
                ProgressBoard.BlobProgress done = board.Start(Path.GetFileName(options.Path), file.Name, file.Size);
                string? sum = sums.GetValueOrDefault(file.Name);
                await WriteAsync(file, path, sum, done, cancellationToken).ConfigureAwait(false);
                done.Complete();
                yield return new ExpandedFile(path, file.Name, file.Size, sum is not null);
            }
        }
    }

    private IEnumerable<(ArchiveFile File, string Path)> Wanted(ArchiveFiles files, ExpandedNames names)
    {
        foreach (string name in files.FileNames.Distinct().Where(name => name != PackageNames.Index))
        {
            bool isImages = name.StartsWith(PackageNames.ImageFolder, StringComparison.Ordinal) && name.EndsWith(".tar", StringComparison.Ordinal);
            if ((!options.SkipImages || !isImages) && files.Find(name) is { } file)
            {
                yield return (file with { Name = name }, names.PlaceOf(name, options.Path));
            }
        }
    }

    private ExpandedNames OpenDestination()
    {
        string root = Path.GetFullPath(options.Destination);
        try
        {
            Directory.CreateDirectory(root);
            return new ExpandedNames(root, OperatingSystem.IsWindows(), ExpandedNames.IsCaseBlind(root));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CantWrite(root, error);
        }
    }

    private void RequireFree(List<(ArchiveFile File, string Path)> wanted)
    {
        if (!options.Force && wanted.FirstOrDefault(file => Path.Exists(file.Path)) is { Path: { } taken })
        {
            throw new PackageException("Package.FileExists", ErrorKind.AlreadyExists, $"unpacking {options.Path} failed: {taken} is there already")
            {
                Target = taken,
                Recommendation = "Choose an empty folder, or replace what is there with -Force.",
            };
        }
    }

    private async Task WriteAsync(ArchiveFile file, string path, string? sum, ProgressBoard.BlobProgress progress, CancellationToken cancellationToken)
    {
        // As long a name as the file's own may be too long with an ending.
        string partial = Path.Combine(Path.GetDirectoryName(path)!, $".{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(path))))[..PartialDigits]}.partial");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(partial);
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Stream source = await file.Owner.OpenAsync(file, 0, cancellationToken).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                FileStream target = new(partial, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous });
                await using (target.ConfigureAwait(false))
                {
                    byte[] buffer = new byte[CopyBuffer];
                    int read;
                    long written = 0;
                    while ((read = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
                    {
                        hash.AppendData(buffer.AsSpan(0, read));
                        await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                        progress.Report(written += read);
                    }
                }
            }

            string actual = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (sum is not null && sum != actual)
            {
                throw Refused("Package.SumMismatch", $"the sha256 sum of {file.Name} is {actual}, where {PackageNames.Checksums} says {sum}");
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CantWrite(path, error);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    private static async Task<Dictionary<string, string>> ReadSumsAsync(ArchiveFiles files, CancellationToken cancellationToken)
    {
        Dictionary<string, string> sums = [];
        if (files.Find(PackageNames.Checksums) is { } list)
        {
            ReadOnlyMemory<byte> content = await files.ReadAllAsync(list, MaxDocument, cancellationToken).ConfigureAwait(false);
            foreach ((string name, string sum) in SumList.Parse(content.Span) ?? [])
            {
                sums[name] = sum;
            }
        }

        return sums;
    }

    private static PackageException CantWrite(string path, Exception error) =>
        new("Package.WriteFailed", ErrorKind.WriteFailed, $"writing {path} failed: {error.Message}", error)
        {
            Target = path,
            Recommendation = "Check that the folder may be written to and has room, and that its file system takes the name.",
        };

    private PackageException Refused(string errorId, string why) =>
        new(errorId, ErrorKind.InvalidData, $"unpacking {options.Path} failed: {why}") { Target = options.Path };
}
