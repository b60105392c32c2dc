namespace Neutree.Core.Oci;

/// <summary>
/// The tags by which cosign attaches signatures, attestations and SBOMs to an image: <c>sha256-HEX.sig</c>, <c>.att</c> and <c>.sbom</c> beside it, HEX being that
/// of its digest (sigstore/cosign, specs/SIGNATURE_SPEC.md, "Tag-based discovery"). What they stand for has no subject; the name alone ties it to the image.
/// </summary>
internal static class AttachmentTags
{
    private static readonly string[] Suffixes = [".sig", ".att", ".sbom"];

    /// <summary>The tags at which something may be attached to a manifest or index.</summary>
    public static IEnumerable<string> Of(Digest subject) => Suffixes.Select(suffix => $"{subject.Algorithm}-{subject.Hex}{suffix}");

    /// <summary>What a tag of this kind is attached to.</summary>
    public static bool TryParse(string tag, out Digest subject)
    {
        subject = default;
        string? suffix = Array.Find(Suffixes, suffix => tag.EndsWith(suffix, StringComparison.Ordinal));
        int dash = tag.IndexOf('-', StringComparison.Ordinal);
        return suffix is not null && dash > 0 && Digest.TryParse($"{tag[..dash]}:{tag[(dash + 1)..^suffix.Length]}", out subject);
    }
}
