using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Oci.Housekeeping;

/// <summary>Opens folder registries that are there: tidying up never makes one.</summary>
internal static class FolderPlace
{
    /// <exception cref="ServingException">There is no such folder, or it is no registry.</exception>
    public static async Task<RegistryFolder> OpenAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(Path.Combine(path, "oci-layout"))
            ? await RegistryFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false)
            : throw new ServingException("Serving.NotARegistryFolder", ErrorKind.NotFound, $"{path} is no folder registry: it has no file oci-layout")
            {
                Target = path,
                Recommendation = "Check the path.",
            };

    /// <summary>The repository as the folder has it: by the name as it was written, else as Docker Hub's names are completed.</summary>
    public static async Task<string> RepositoryAsync(IImageStock stock, string text, ImageReference reference, CancellationToken cancellationToken)
    {
        string name = text.Split('@')[0];
        int colon = name.LastIndexOf(':');
        string written = colon > name.LastIndexOf('/') ? name[..colon] : name;
        return RegistryNames.IsRepository(written) && await stock.FindAsync(written, reference.TagOrDigest, cancellationToken).ConfigureAwait(false) is not null ? written : reference.Repository;
    }
}
