using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Oci.Transfer;

/// <summary>
/// What a run leaves for the next one in the cache folder: where interrupted uploads go on, and the digests that plain layers got when
/// they were compressed. One small file a fact, swapped in whole, so that parallel runs and kills do no harm; a lost fact costs time only.
/// </summary>
internal sealed class TransferJournal : IUploadJournal
{
    private readonly string _uploads;
    private readonly string _layers;

    public TransferJournal(string folder)
    {
        _uploads = Path.Combine(folder, "uploads");
        _layers = Path.Combine(folder, "layers");
    }

    public Uri? FindUpload(string registry, string repository, string resumeKey) =>
        ReadFirstLine(UploadFile(registry, repository, resumeKey)) is { } text && Uri.TryCreate(text, UriKind.Absolute, out Uri? location) ? location : null;

    public void RecordUpload(string registry, string repository, string resumeKey, Uri location) =>
        Write(_uploads, UploadFile(registry, repository, resumeKey), location.AbsoluteUri);

    public void ForgetUpload(string registry, string repository, string resumeKey)
    {
        string file = UploadFile(registry, repository, resumeKey);
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    /// <summary>Digest and size that the layer got when it was compressed under <paramref name="resumeKey"/>, or null.</summary>
    public (Digest Digest, long Size)? FindLayer(string resumeKey)
    {
        string[]? parts = ReadFirstLine(LayerFile(resumeKey))?.Split(' ');
        return parts is [string digestText, string sizeText] && Digest.TryParse(digestText, out Digest digest) && long.TryParse(sizeText, out long size)
            ? (digest, size)
            : null;
    }

    public void RecordLayer(string resumeKey, Digest digest, long size) => Write(_layers, LayerFile(resumeKey), $"{digest} {size}");

    private static string? ReadFirstLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault();
        }
        catch (IOException)
        {
            // Nothing recorded, or recorded by a run that is writing it now: the work is simply done again.
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Write(string folder, string file, string line)
    {
        try
        {
            WriteWhole(folder, file, line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A cache folder that can't be written must not stop a transfer.
        }
    }

    private static void WriteWhole(string folder, string file, string line)
    {
        if (!Directory.Exists(folder))
        {
            // Upload URLs can carry a session's secret: the folder is its owner's alone.
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        string aside = $"{file}.{Guid.NewGuid():N}";
        File.WriteAllText(aside, line + "\n");
        File.Move(aside, file, overwrite: true);
    }

    private string UploadFile(string registry, string repository, string resumeKey) =>
        Path.Combine(_uploads, FileName($"{registry}\n{repository}\n{resumeKey}"));

    private string LayerFile(string resumeKey) => Path.Combine(_layers, FileName(resumeKey));

    private static string FileName(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
