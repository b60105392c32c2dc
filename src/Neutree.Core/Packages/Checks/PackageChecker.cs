using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Neutree.Core.Compression.Seekable;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Signing;

namespace Neutree.Core.Packages.Checks;

/// <summary>
/// Checks that a package is whole and untampered: framing, sums, signature, every digest, and that the images its manifest names are inside. A package
/// of this project is compared bit by bit with what its writer would have written; of others everything is checked that they state.
/// </summary>
public sealed class PackageChecker(PackageCheckOptions options)
{
    /// <summary>Yields what it finds as it finds it. The package is sound when no finding is an error.</summary>
    /// <exception cref="ArchiveException">There is no such package, or it can't be opened at all.</exception>
    public async IAsyncEnumerable<PackageFinding> CheckAsync(IProgress<TransferProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<PackageFinding> findings = Channel.CreateUnbounded<PackageFinding>(new UnboundedChannelOptions { SingleReader = true });
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task run = RunAsync(new FindingSink(options.Path, findings.Writer), findings.Writer, progress, stop.Token);
        try
        {
            await foreach (PackageFinding finding in findings.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return finding;
            }

            await run.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(
        FindingSink sink, ChannelWriter<PackageFinding> findings, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync(sink, progress, cancellationToken).ConfigureAwait(false);
            findings.Complete();
        }
        catch (Exception error)
        {
            findings.Complete(error);
        }
    }

    private async Task CheckAsync(FindingSink sink, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        ArchiveOptions archive = new ArchiveOptions().WithMaxUnpackedSize(options.MaxUnpackedSize);
        using PackagePublicKey? key = options.PublicKeyPath is { } keyPath ? PackagePublicKey.Load(keyPath) : null;
        if (await ManifestFileCheck.TryRunAsync(options.Path, sink, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        PackageSums? sums;
        ArchiveFiles files;
        try
        {
            sums = await CheckFileAsync(sink, progress, cancellationToken).ConfigureAwait(false);
            files = await ArchiveOpener.OpenPathAsync(options.Path, archive, cancellationToken).ConfigureAwait(false);
        }
        catch (ArchiveException error) when (error.Kind is ErrorKind.InvalidData || error.ErrorId == ArchiveException.PartMissing)
        {
            sink.Error(error, "");
            return;
        }

        try
        {
            bool isOwn = sums is not null;
            sums ??= await ForeignSums.ReadAsync(files, sink, cancellationToken).ConfigureAwait(false);
            SumCheck.Run(sums, options.Require, sink);
            SignatureCheck.Run(sums, key, options.Require, sink);
            await ImageCheck.RunAsync(files, archive, options, isOwn, sink, cancellationToken).ConfigureAwait(false);
        }
        catch (NeutreeException error)
        {
            sink.Error(error, "");
        }
        finally
        {
            await files.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Compares the file with the checksum beside it and, if this project wrote it, its framing; the sums of what is inside come from the same pass.</summary>
    /// <returns>Null for a package without an index.</returns>
    private async Task<PackageSums?> CheckFileAsync(FindingSink sink, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        if (options.Path == "-" || Directory.Exists(options.Path))
        {
            return null;
        }

        await using FileArchiveData file = await ArchiveOpener.OpenFileAsync(options.Path, new ArchiveOptions(), cancellationToken).ConfigureAwait(false);
        using FileSums stated = await OpenSumsAsync(sink, cancellationToken).ConfigureAwait(false);
        PackageSums? sums = await CheckFramingAsync(file, stated, sink, progress, cancellationToken).ConfigureAwait(false);
        foreach ((string path, string why) in await stated.FinishAsync(file, cancellationToken).ConfigureAwait(false))
        {
            sink.Error("Package.ChecksumFileMismatch", Path.GetFileName(path), why);
        }

        return sums;
    }

    private async Task<FileSums> OpenSumsAsync(FindingSink sink, CancellationToken cancellationToken)
    {
        try
        {
            return await FileSums.OpenAsync(options.Path, cancellationToken).ConfigureAwait(false);
        }
        catch (PackageException error)
        {
            sink.Error(error, Path.GetFileName(error.Target?.ToString() ?? ""));
            return FileSums.None;
        }
    }

    /// <summary>Walks over a package of this project; null for any other.</summary>
    private async Task<PackageSums?> CheckFramingAsync(
        FileArchiveData file, FileSums stated, FindingSink sink, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        SeekableGzipIndex? index;
        try
        {
            index = await SeekableIndexFile.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException error)
        {
            sink.Error("Package.IndexDamaged", SeekableIndexFile.EntryName, $"the package's index can't be used: {error.Message}");
            return null;
        }

        if (index is null)
        {
            return null;
        }

        ProgressBoard board = new(progress);
        board.AddTotal(file.Length);
        ProgressBoard.BlobProgress done = board.Start(Path.GetFileName(options.Path), "framing and sums", file.Length);
        PackageSums sums = await FramingCheck.RunAsync(file, index, stated, sink, done.Report, cancellationToken).ConfigureAwait(false);
        done.Complete();
        return sums;
    }
}
