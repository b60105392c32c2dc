using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Neutree.Core.Oci.Serving;

/// <summary>
/// One upload session: a file that grows. Whoever writes to it last takes it over, because a client that reconnects knows better than
/// the connection it lost.
/// </summary>
internal sealed class FolderUpload : IDisposable
{
    private readonly string _path;
    private readonly FolderBlobs _blobs;
    private readonly Action _forget;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _takeoverLock = new();
    private CancellationTokenSource? _writer;
    private IncrementalHash? _hash;
    private long _length;
    private bool _isOver;

    public FolderUpload(string id, string repository, string path, FolderBlobs blobs, Action forget)
    {
        Id = id;
        Repository = repository;
        _path = path;
        _blobs = blobs;
        _forget = forget;
        _length = new FileInfo(path).Length;
    }

    public string Id { get; }

    public string Repository { get; }

    /// <summary>Bytes received and written so far.</summary>
    public long Length => Interlocked.Read(ref _length);

    /// <summary>Prepares for a digest other than sha256, so that nothing needs to be read again at the end.</summary>
    public void UseAlgorithm(HashAlgorithmName algorithm) => _hash ??= IncrementalHash.CreateHash(algorithm);

    /// <summary>Appends all of <paramref name="content"/>; what arrived before a fault is kept.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="start">The offset at which the client believes to be, or null where it doesn't say.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ServingException"><c>Serving.UploadOutOfOrder</c>: the session is at another offset. <c>Serving.UploadUnknown</c>: it is over.</exception>
    public Task AppendAsync(Stream content, long? start, CancellationToken cancellationToken) =>
        InTurnAsync(token => AppendInTurnAsync(content, start, token), cancellationToken);

    /// <summary>Appends the last bytes and gives the blob its place; the session is over afterwards, also where the digest doesn't match.</summary>
    /// <exception cref="ServingException"><c>Serving.DigestMismatch</c>, or what <see cref="AppendAsync"/> throws.</exception>
    public Task FinishAsync(Stream content, long? start, Digest digest, CancellationToken cancellationToken) => InTurnAsync(
        async token =>
        {
            await AppendInTurnAsync(content, start, token).ConfigureAwait(false);
            Digest actual = await ComputeDigestAsync(digest, token).ConfigureAwait(false);
            _isOver = true;
            if (actual != digest)
            {
                File.Delete(_path);
                _forget();
                throw new ServingException("Serving.DigestMismatch", ErrorKind.InvalidData, $"the uploaded bytes have the digest {actual}, not {digest}") { Target = digest.ToString() };
            }

            _blobs.Commit(_path, digest);
            _forget();
        },
        cancellationToken);

    /// <summary>Ends the session and drops its bytes.</summary>
    public Task CancelAsync(CancellationToken cancellationToken) => InTurnAsync(
        _ =>
        {
            _isOver = true;
            File.Delete(_path);
            _forget();
            return Task.CompletedTask;
        },
        cancellationToken);

    public void Dispose()
    {
        _hash?.Dispose();
        _turn.Dispose();
    }

    private async Task InTurnAsync(Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        using CancellationTokenSource mine = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationTokenSource? previous;
        lock (_takeoverLock)
        {
            previous = _writer;
            _writer = mine;
            previous?.Cancel();
        }

        try
        {
            await _turn.WaitAsync(mine.Token).ConfigureAwait(false);
            try
            {
                if (_isOver)
                {
                    throw new ServingException("Serving.UploadUnknown", ErrorKind.NotFound, $"the upload {Id} is over") { Target = Id };
                }

                await act(mine.Token).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            lock (_takeoverLock)
            {
                if (ReferenceEquals(_writer, mine))
                {
                    _writer = null;
                }
            }
        }
    }

    private async Task AppendInTurnAsync(Stream content, long? start, CancellationToken cancellationToken)
    {
        if (start is { } expected && expected != _length)
        {
            throw new ServingException("Serving.UploadOutOfOrder", ErrorKind.InvalidArgument, $"the upload {Id} is at byte {_length}, not {expected}") { Target = Id };
        }

        using SafeFileHandle file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, FileOptions.None);
        IncrementalHash? hash = _length == 0 ? _hash ?? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : _hash;
        // Where this append breaks off, hash and file may differ; then the file is read again at the end.
        _hash = null;
        try
        {
            await BlobFileWriter.CopyAsync(content, file, _length, hash, length => Interlocked.Exchange(ref _length, length), cancellationToken).ConfigureAwait(false);
            RandomAccess.SetLength(file, _length);
            _hash = hash;
        }
        finally
        {
            if (_hash is null)
            {
                hash?.Dispose();
            }
        }
    }

    private async Task<Digest> ComputeDigestAsync(Digest wanted, CancellationToken cancellationToken)
    {
        using IncrementalHash fresh = wanted.CreateHash();
        if (_hash is { } running && running.AlgorithmName == fresh.AlgorithmName)
        {
            return Digest.Finish(running);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(1024 * 1024);
        try
        {
            using FileStream file = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
            int count;
            while ((count = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                fresh.AppendData(buffer, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Digest.Finish(fresh);
    }
}
