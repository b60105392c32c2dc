using Neutree.Core.Oci;

namespace Neutree.Conformance.Archives;

/// <summary>One image of an archive, as it should be or as it was found.</summary>
internal sealed record FoundImage
{
    public required Digest Config { get; init; }

    /// <summary>The manifest's digest; null where the archive has none, or where it doesn't matter.</summary>
    public Digest? Manifest { get; init; }

    public required IReadOnlyList<Digest> DiffIds { get; init; }

    public required Platform Platform { get; init; }

    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Everything in lines that two images can be compared by; names normalised, since the order and the short form don't matter.</summary>
    public string Describe(bool withManifest) =>
        $"config {Config}\n  {(withManifest ? $"manifest {Manifest}\n  " : "")}platform {Platform}\n"
        + string.Concat(DiffIds.Select(id => $"  layer {id}\n"))
        + string.Concat(Names.Select(name => $"  name {ImageReference.Parse(name)}\n").Order(StringComparer.Ordinal));
}
