using System.Security.Cryptography;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Tests.Oci.Registries;

/// <summary>Blobs, journals and clients for registry tests.</summary>
internal static class TestBlobs
{
    /// <summary>Bytes that look random and are the same in every run.</summary>
    public static byte[] Bytes(int count, int seed = 1)
    {
        byte[] bytes = new byte[count];
#pragma warning disable CA5394 // Reproducible filler, no secret.
        new Random(seed).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }

    public static BlobContent Known(byte[] bytes, string? resumeKey = null) => new()
    {
        Name = "layer test",
        Digest = Digest.Compute(bytes),
        Length = bytes.Length,
        ResumeKey = resumeKey,
        OpenAsync = _ => Task.FromResult<BlobStream>(new ArrayBlobStream(bytes, null)),
    };

    /// <summary>Neither digest nor length are known before the bytes were read, as with layers compressed on the way.</summary>
    public static BlobContent Unknown(byte[] bytes, string? resumeKey = null, Func<long, Task>? onRead = null) => new()
    {
        Name = "layer test",
        ResumeKey = resumeKey,
        OpenAsync = _ => Task.FromResult<BlobStream>(new ArrayBlobStream(bytes, onRead)),
    };

    public static RegistryClient Client(string host, RegistryOptions? options = null, TimeProvider? time = null, Microsoft.Extensions.Logging.ILogger? logger = null, string? home = null, IReadOnlyDictionary<string, string>? variables = null) =>
        new(
            host,
            (options ?? new RegistryOptions { PlainHttp = true }) is { CertificateFolders: null } open ? open with { CertificateFolders = [] } : options!,
            logger,
            new RegistryEnvironment
            {
                Time = time ?? new InstantTime(),
                Home = home ?? Path.Combine(Path.GetTempPath(), "neutree-no-such-home"),
                GetVariable = name => variables?.GetValueOrDefault(name),
                Jitter = () => 0,
            });
}

internal sealed class ArrayBlobStream(byte[] bytes, Func<long, Task>? onRead) : BlobStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _at;
    private Digest? _digest;

    public override Digest CompletedDigest => _digest ?? throw new InvalidOperationException("not read to the end");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (onRead is not null)
        {
            await onRead(_at);
        }

        cancellationToken.ThrowIfCancellationRequested();
        int count = Math.Min(buffer.Length, bytes.Length - _at);
        bytes.AsMemory(_at, count).CopyTo(buffer);
        _hash.AppendData(bytes, _at, count);
        _at += count;
        if (count == 0)
        {
            _digest ??= Digest.Finish(_hash);
        }

        return count;
    }

    protected override ValueTask ReleaseAsync()
    {
        _hash.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal sealed class MemoryJournal : IUploadJournal
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Uri> _uploads = new();

    public int Count => _uploads.Count;

    public Uri? FindUpload(string registry, string repository, string resumeKey) => _uploads.GetValueOrDefault($"{registry}/{repository}/{resumeKey}");

    public void RecordUpload(string registry, string repository, string resumeKey, Uri location) => _uploads[$"{registry}/{repository}/{resumeKey}"] = location;

    public void ForgetUpload(string registry, string repository, string resumeKey) => _uploads.TryRemove($"{registry}/{repository}/{resumeKey}", out _);
}
