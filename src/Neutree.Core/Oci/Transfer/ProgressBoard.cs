namespace Neutree.Core.Oci.Transfer;

/// <summary>Adds up what single blobs report to the progress of a whole run; counts are source bytes.</summary>
internal sealed class ProgressBoard(IProgress<TransferProgress>? receiver)
{
    private long _total;
    private long _done;

    /// <summary>More bytes that the run has to deal with.</summary>
    public void AddTotal(long bytes) => Interlocked.Add(ref _total, bytes);

    public BlobProgress Start(string image, string blob, long size) => new(this, image, blob, size);

    internal sealed class BlobProgress(ProgressBoard board, string image, string blob, long size) : IProgress<long>
    {
        private long _reported;

        /// <summary>Absolute source bytes of this blob; may fall after a retry.</summary>
        public void Report(long value)
        {
            long done = Math.Min(value, size);
            long before = Interlocked.Exchange(ref _reported, done);
            Send(done, Interlocked.Add(ref board._done, done - before), completed: false);
        }

        /// <summary>The blob needs nothing more.</summary>
        public void Complete()
        {
            long before = Interlocked.Exchange(ref _reported, size);
            Send(size, Interlocked.Add(ref board._done, size - before), completed: true);
        }

        private void Send(long done, long runDone, bool completed) =>
            board.Receiver?.Report(new TransferProgress(image, blob, done, size, runDone, Interlocked.Read(ref board._total)) { Completed = completed });
    }

    private IProgress<TransferProgress>? Receiver { get; } = receiver;
}
