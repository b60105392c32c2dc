namespace Neutree.Core.Oci.Serving;

/// <summary>
/// The right to change a folder's index, held by one task of one process at a time: an exclusively opened file that the system frees
/// when its holder dies.
/// </summary>
internal static class FolderLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <exception cref="ServingException">Another process keeps the folder locked.</exception>
    public static async Task<IDisposable> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        long giveUp = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (Environment.TickCount64 < giveUp)
            {
                // The system offers no notice when a file lock is freed.
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException error)
            {
                throw new ServingException("Serving.FolderLocked", ErrorKind.Timeout, $"the registry folder's lock {path} could not be taken: {error.Message}", error)
                {
                    Target = path,
                    Recommendation = "See which other process changes the folder and wait for it to finish.",
                };
            }
        }
    }
}
