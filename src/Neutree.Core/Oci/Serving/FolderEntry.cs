using System.Collections.Immutable;

namespace Neutree.Core.Oci.Serving;

/// <summary>One line of the folder's <c>index.json</c>, understood: whose manifest it is, and by which tag.</summary>
/// <param name="Descriptor">As stored, annotations included.</param>
/// <param name="Repository">Null for an entry that some other tool wrote without a repository; it is kept, never served.</param>
/// <param name="Tag">Null for a manifest without a tag.</param>
internal sealed record FolderEntry(Descriptor Descriptor, string? Repository, string? Tag)
{
    public const string RefNameAnnotation = "org.opencontainers.image.ref.name";
    public const string RepositoryAnnotation = "ai.neutree.registry.repository";
    private const string ImageNameAnnotation = "io.containerd.image.name";

    /// <summary>Reads an entry, ours or one that skopeo, umoci or containerd wrote.</summary>
    public static FolderEntry Read(Descriptor descriptor)
    {
        string? refName = descriptor.Annotations.GetValueOrDefault(RefNameAnnotation);
        if (descriptor.Annotations.TryGetValue(RepositoryAnnotation, out string? repository) && RegistryNames.IsRepository(repository))
        {
            string? tag = refName is not null && refName.StartsWith(repository + ":", StringComparison.Ordinal) ? refName[(repository.Length + 1)..] : null;
            return new FolderEntry(descriptor, repository, RegistryNames.IsTag(tag) ? tag : null);
        }

        if (refName is not null && refName.LastIndexOf(':') is > 0 and int colon && RegistryNames.IsRepository(refName[..colon]) && RegistryNames.IsTag(refName[(colon + 1)..]))
        {
            return new FolderEntry(descriptor, refName[..colon], refName[(colon + 1)..]);
        }

        return descriptor.Annotations.TryGetValue(ImageNameAnnotation, out string? image)
            && ImageReference.TryParse(image, out ImageReference? reference)
            && reference!.Tag is { } imageTag
                ? new FolderEntry(descriptor, reference.Repository, imageTag)
                : new FolderEntry(descriptor, null, null);
    }

    /// <summary>An entry of ours; other annotations of <paramref name="descriptor"/> that name it elsewhere are dropped.</summary>
    public static FolderEntry Create(Descriptor descriptor, string repository, string? tag)
    {
        ImmutableDictionary<string, string> annotations = ImmutableDictionary<string, string>.Empty.Add(RepositoryAnnotation, repository);
        return new FolderEntry(
            descriptor with { Annotations = tag is null ? annotations : annotations.Add(RefNameAnnotation, repository + ":" + tag) },
            repository,
            tag);
    }
}
