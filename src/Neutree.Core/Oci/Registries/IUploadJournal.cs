namespace Neutree.Core.Oci.Registries;

/// <summary>Remembers open upload sessions across runs, so that a new run goes on where a killed one stopped.</summary>
public interface IUploadJournal
{
    /// <summary>The upload URL last recorded for these bytes in this repository, or null.</summary>
    Uri? FindUpload(string registry, string repository, string resumeKey);

    /// <summary>Records, durably enough to survive a kill of the process, where the upload of these bytes goes on.</summary>
    void RecordUpload(string registry, string repository, string resumeKey, Uri location);

    void ForgetUpload(string registry, string repository, string resumeKey);
}
