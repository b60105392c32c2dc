namespace Neutree.Core.Oci;

/// <summary>
/// An operating system and processor, <c>os/architecture[/variant]</c>, with Go's names (image-spec, image-index.md, "platform").
/// </summary>
public sealed record Platform(string OperatingSystem, string Architecture, string? Variant = null)
{
    /// <summary>The <c>os.version</c> of Windows images, else null. Not part of the text form.</summary>
    public string? OperatingSystemVersion { get; init; }

    /// <summary>Reads <c>linux/amd64</c> or <c>linux/arm/v7</c>.</summary>
    /// <exception cref="OciFormatException">The text has not two or three non-empty parts.</exception>
    public static Platform Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        if (parts.Length is < 2 or > 3 || parts.Any(string.IsNullOrWhiteSpace))
        {
            throw new OciFormatException("Oci.InvalidPlatform", $"'{text}' is not a platform")
            {
                Target = text,
                Recommendation = "Write os/architecture or os/architecture/variant, for example linux/amd64 or linux/arm64.",
            };
        }

        return new Platform(parts[0].ToLowerInvariant(), Normalize(parts[1].ToLowerInvariant()), parts.Length == 3 ? parts[2] : null);
    }

    /// <summary>
    /// Whether an image of this platform serves a request for <paramref name="wanted"/>: same system and architecture, and the same
    /// variant where the request names one. <c>arm64</c> and <c>arm64/v8</c> are the same.
    /// </summary>
    public bool Satisfies(Platform wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return OperatingSystem == wanted.OperatingSystem
            && Normalize(Architecture) == Normalize(wanted.Architecture)
            && (wanted.Variant is null || EffectiveVariant == wanted.EffectiveVariant);
    }

    /// <summary>Whether both describe the same place in an index, so that one replaces the other.</summary>
    public bool IsSameAs(Platform other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return OperatingSystem == other.OperatingSystem
            && Normalize(Architecture) == Normalize(other.Architecture)
            && EffectiveVariant == other.EffectiveVariant
            && OperatingSystemVersion == other.OperatingSystemVersion;
    }

    private string? EffectiveVariant => Normalize(Architecture) == "arm64" && Variant == "v8" ? null : Variant;

    public override string ToString() =>
        Variant is null ? $"{OperatingSystem}/{Architecture}" : $"{OperatingSystem}/{Architecture}/{Variant}";

    private static string Normalize(string architecture) => architecture switch
    {
        "x86_64" or "x86-64" => "amd64",
        "aarch64" => "arm64",
        _ => architecture,
    };
}
