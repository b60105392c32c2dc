using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Writing;

/// <summary>
/// A compressed layer whose digest nothing states, copied to a temporary file to learn it: its name in the package comes before its bytes.
/// The file is gone when this is disposed.
/// </summary>
internal sealed class SpooledLayer : IDisposable
{
    private const int CopyBuffer = 1024 * 1024;
    private readonly SafeFileHandle _handle;

    private SpooledLayer(SafeFileHandle handle, Digest digest)
    {
        _handle = handle;
        Digest = digest;
    }

    public Digest Digest { get; }

    /// <param name="layer">The layer from its start.</param>
    /// <param name="path">A new file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<SpooledLayer> CreateAsync(Stream layer, string path, CancellationToken cancellationToken)
    {
        SafeFileHandle handle = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[CopyBuffer];
            long length = 0;
            int read;
            while ((read = await layer.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                await RandomAccess.WriteAsync(handle, buffer.AsMemory(0, read), length, cancellationToken).ConfigureAwait(false);
                length += read;
            }

            return new SpooledLayer(handle, Digest.Finish(hash));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The layer from its start; one reader at a time, which leaves the file open.</summary>
    public Stream Open() => new SpoolStream(_handle);

    public void Dispose() => _handle.Dispose();

    private sealed class SpoolStream(SafeFileHandle handle) : Compression.ForwardStream
    {
        private long _position;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await RandomAccess.ReadAsync(handle, buffer, _position, cancellationToken).ConfigureAwait(false);
            _position += read;
            return read;
        }

        protected override ValueTask ReleaseAsync() => ValueTask.CompletedTask;
    }
}
