using Microsoft.Win32.SafeHandles;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Receiving;

/// <summary>
/// A file that isn't whole yet, under its name with <c>.partial</c> behind it; it gets its name when it is. What was written is noted now and then, so that a later
/// run goes on with it.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const string Ending = ".partial";
    private const int DiskFull = 28;
    private const int WindowsDiskFull = 112;
    private const int WindowsHandleDiskFull = 39;

    private readonly string _target;
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private bool _isOver;

    private PartialFile(string target, SafeFileHandle file, DownloadJournal journal)
    {
        _target = target;
        _path = target + Ending;
        _file = file;
        Journal = journal;
    }

    public DownloadJournal Journal { get; }

    /// <summary>Opens what an earlier run left, or a new file.</summary>
    /// <exception cref="PackageException">The folder can't be written, or another run is at work on the file.</exception>
    public static PartialFile Open(string target)
    {
        string path = target + Ending;
        return Guard(target, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            bool isThere = File.Exists(path);
            SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, FileOptions.Asynchronous);
            try
            {
                if (!isThere)
                {
                    File.Delete(path + ".journal");
                }

                DownloadJournal journal = DownloadJournal.Open(path + ".journal");
                if (journal.Identity?.Size != RandomAccess.GetLength(file))
                {
                    // One of the two files was changed by somebody else.
                    journal = Empty(path + ".journal");
                }

                return new PartialFile(target, file, journal);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        });
    }

    /// <summary>Empties the file and makes room for another content.</summary>
    /// <exception cref="PackageException">The disk has less room.</exception>
    public void Reset(ContentIdentity identity) => Guard(_target, () =>
    {
        RandomAccess.SetLength(_file, 0);
        Journal.Reset(identity);
        if (identity.Size is not { } size)
        {
            return;
        }

        if (FreeSpace() is { } free && free < size)
        {
            throw NoRoom(_target, $"it needs {ByteSize.Format(size)}, and {ByteSize.Format(free)} are free", inner: null);
        }

        RandomAccess.SetLength(_file, size);
    });

    /// <exception cref="PackageException">The disk is full, or the like.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
    {
        try
        {
            await RandomAccess.WriteAsync(_file, bytes, offset, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(_target, error);
        }
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken) => RandomAccess.ReadAsync(_file, buffer, offset, cancellationToken);

    /// <summary>Gives the file its name, in the place of one that has it.</summary>
    public void Complete() => Guard(_target, () =>
    {
        _isOver = true;
        _file.Dispose();
        File.Move(_path, _target, overwrite: true);
        Journal.Delete();
    });

    /// <summary>Deletes what is there.</summary>
    public void Discard()
    {
        _isOver = true;
        _file.Dispose();
        File.Delete(_path);
        Journal.Delete();
    }

    /// <summary>Keeps what is there for a later run; where nothing is, no file stays.</summary>
    public void Dispose()
    {
        if (!_isOver && Journal.Done == 0)
        {
            Discard();
        }

        _file.Dispose();
        Journal.Dispose();
    }

    /// <summary>Does something with files; what goes wrong is told as a failure to write <paramref name="target"/>.</summary>
    /// <exception cref="PackageException">It went wrong.</exception>
    public static T Guard<T>(string target, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(target, error);
        }
    }

    private static void Guard(string target, Action act) => Guard(target, () =>
    {
        act();
        return true;
    });

    private static DownloadJournal Empty(string path)
    {
        File.Delete(path);
        return DownloadJournal.Open(path);
    }

    private static PackageException Failure(string target, Exception error) =>
        (error.HResult & 0xFFFF) is DiskFull or WindowsDiskFull or WindowsHandleDiskFull
            ? NoRoom(target, "the disk is full", error)
            : new PackageException("Package.WriteFailed", ErrorKind.WriteFailed, $"writing {target} failed: {error.Message}", error)
            {
                Target = target,
                Recommendation = "Choose a folder that this account may write with -Destination; no other run may be at work on the same file.",
            };

    private static PackageException NoRoom(string target, string reason, Exception? inner) =>
        new("Package.WriteFailed", ErrorKind.WriteFailed, $"writing {target} failed: {reason}", inner)
        {
            Target = target,
            Recommendation = "Make room, or choose another disk with -Destination; what arrived so far is kept, and the next run goes on with it.",
        };

    private long? FreeSpace()
    {
        try
        {
            return new DriveInfo(_path).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A network share need not say; writing will tell.
            return null;
        }
    }
}
