using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Receiving;

/// <summary>How far one file is, on the board of its run; its size is known only once the server has answered.</summary>
/// <param name="board">The run's.</param>
/// <param name="package">What the file belongs to.</param>
/// <param name="file">What it is called.</param>
internal sealed class DownloadProgress(ProgressBoard board, string package, string file)
{
    private readonly Lock _gate = new();
    private ProgressBoard.BlobProgress? _progress;
    private long _size = -1;
    private long _done;

    /// <param name="size">Bytes of the file; null where nobody knows.</param>
    /// <param name="done">Those that are there.</param>
    public void Begin(long? size, long done)
    {
        lock (_gate)
        {
            if (_size != (size ?? 0))
            {
                board.AddTotal((size ?? 0) - Math.Max(0, _size));
                _size = size ?? 0;
                _progress?.Report(0);
                _progress = board.Start(package, file, _size);
            }

            _done = done;
            _progress!.Report(_done);
        }
    }

    public void Add(long bytes)
    {
        lock (_gate)
        {
            _done += bytes;
            _progress!.Report(_done);
        }
    }

    public void Complete()
    {
        lock (_gate)
        {
            _progress?.Complete();
        }
    }
}
