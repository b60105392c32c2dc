using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Neutree.Core.Oci.Serving;

/// <summary>
/// The <c>.uploads</c> of the folder: all that is not whole yet. A session is a file of bytes and a small one that names its
/// repository, so a server that starts again can go on with it.
/// </summary>
internal sealed class FolderUploads(string folder, FolderBlobs blobs) : IDisposable
{
    private const int IdSize = 16;
    private const string SessionExtension = ".session";
    private static readonly TimeSpan StaleAge = TimeSpan.FromDays(1);
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789abcdef");
    private readonly string _uploads = Path.Combine(folder, ".uploads");
    private readonly ConcurrentDictionary<string, FolderUpload> _sessions = new();

    /// <summary>Creates the folder, and removes what crashed or forgotten uploads left there more than a day ago.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(_uploads);
        DateTime oldest = DateTime.UtcNow - StaleAge;
        foreach (FileInfo file in new DirectoryInfo(_uploads).EnumerateFiles())
        {
            string id = Path.GetFileNameWithoutExtension(file.Name);
            FileInfo data = new(Path.Combine(_uploads, id));
            // A session's small file is as old as its first byte; what counts is the last one.
            if (file.LastWriteTimeUtc < oldest && (!data.Exists || data.LastWriteTimeUtc < oldest))
            {
                file.Delete();
            }
        }
    }

    /// <summary>A path in <c>.uploads</c> that nobody else uses, for a file that will be moved to its place.</summary>
    public string NewPath() => Path.Combine(_uploads, NewId());

    public async Task<FolderUpload> StartAsync(string repository, CancellationToken cancellationToken)
    {
        string id = NewId();
        string path = Path.Combine(_uploads, id);
        await File.WriteAllBytesAsync(path, [], cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(path + SessionExtension, repository, cancellationToken).ConfigureAwait(false);
        return _sessions.GetOrAdd(id, _ => Open(id, repository, path));
    }

    /// <summary>The session of that id in that repository, also one that an earlier process began; null where there is none.</summary>
    public async Task<FolderUpload?> FindAsync(string repository, string id, CancellationToken cancellationToken)
    {
        if (id.Length != IdSize * 2 || id.AsSpan().ContainsAnyExcept(IdCharacters))
        {
            return null;
        }

        string path = Path.Combine(_uploads, id);
        if (!_sessions.TryGetValue(id, out FolderUpload? session))
        {
            if (!File.Exists(path) || !File.Exists(path + SessionExtension))
            {
                return null;
            }

            string owner = await File.ReadAllTextAsync(path + SessionExtension, Encoding.UTF8, cancellationToken).ConfigureAwait(false);
            session = _sessions.GetOrAdd(id, _ => Open(id, owner, path));
        }

        return session.Repository == repository ? session : null;
    }

    public void Dispose()
    {
        foreach (FolderUpload session in _sessions.Values)
        {
            session.Dispose();
        }
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdSize));

    private FolderUpload Open(string id, string repository, string path) => new(id, repository, path, blobs, () => Forget(id, path));

    private void Forget(string id, string path)
    {
        _sessions.TryRemove(id, out _);
        File.Delete(path + SessionExtension);
    }
}
