using System.Collections.Frozen;

namespace Neutree.Core.Oci.Serving;

/// <summary>
/// What an <c>index.json</c> says, as a value: repositories, their tags and manifests. Changes give a new value.
/// A manifest of a repository has one entry per tag, or a single entry without tag.
/// </summary>
internal sealed class FolderIndex
{
    private readonly IReadOnlyDictionary<string, string> _annotations;
    private readonly FrozenDictionary<string, FolderEntry[]> _repositories;

    private FolderIndex(IReadOnlyList<FolderEntry> entries, IReadOnlyDictionary<string, string> annotations)
    {
        Entries = entries;
        _annotations = annotations;
        _repositories = entries.Where(entry => entry.Repository is not null).GroupBy(entry => entry.Repository!).ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    public static FolderIndex Empty { get; } = new([], new Dictionary<string, string>());

    public IReadOnlyList<FolderEntry> Entries { get; }

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Repositories => [.. _repositories.Keys.Order(StringComparer.Ordinal)];

    /// <exception cref="OciFormatException">The bytes are no image index.</exception>
    public static FolderIndex Parse(ReadOnlyMemory<byte> content)
    {
        ImageIndex index = ImageIndex.Parse(content);
        return new FolderIndex([.. index.Manifests.Select(FolderEntry.Read)], index.Annotations);
    }

    public ReadOnlyMemory<byte> ToBytes() => ImageIndex.Create(Entries.Select(entry => entry.Descriptor), _annotations).Content;

    public IReadOnlyList<FolderEntry> Of(string repository) => _repositories.GetValueOrDefault(repository) ?? [];

    public FolderEntry? FindTag(string repository, string tag) => Of(repository).LastOrDefault(entry => entry.Tag == tag);

    public FolderEntry? FindDigest(string repository, Digest digest) => Of(repository).FirstOrDefault(entry => entry.Descriptor.Digest == digest);

    /// <summary>Adds a manifest, moving the tag where it names another one, which then stays without tag.</summary>
    public FolderIndex WithManifest(string repository, string? tag, Descriptor manifest)
    {
        if (tag is null)
        {
            return FindDigest(repository, manifest.Digest) is null
                ? new FolderIndex([.. Entries, FolderEntry.Create(manifest, repository, null)], _annotations)
                : this;
        }

        FolderIndex without = FindTag(repository, tag) is { } old && old.Descriptor.Digest != manifest.Digest ? WithoutTag(repository, tag) : this;
        return new FolderIndex(
            [
                .. without.Entries.Where(entry => entry.Repository != repository || entry.Descriptor.Digest != manifest.Digest || (entry.Tag is not null && entry.Tag != tag)),
                FolderEntry.Create(manifest, repository, tag),
            ],
            _annotations);
    }

    /// <summary>Takes a tag away; its manifest stays.</summary>
    public FolderIndex WithoutTag(string repository, string tag)
    {
        if (FindTag(repository, tag) is not { } entry)
        {
            return this;
        }

        List<FolderEntry> entries = [.. Entries.Where(other => other.Repository != repository || other.Tag != tag)];
        if (!entries.Any(other => other.Repository == repository && other.Descriptor.Digest == entry.Descriptor.Digest))
        {
            entries.Add(FolderEntry.Create(entry.Descriptor, repository, null));
        }

        return new FolderIndex(entries, _annotations);
    }

    /// <summary>Takes a manifest away with all its tags.</summary>
    public FolderIndex WithoutManifest(string repository, Digest digest) =>
        new([.. Entries.Where(entry => entry.Repository != repository || entry.Descriptor.Digest != digest)], _annotations);
}
