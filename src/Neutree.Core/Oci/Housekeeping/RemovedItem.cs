namespace Neutree.Core.Oci.Housekeeping;

/// <summary>Something that was removed from a registry or a folder registry, or was to be.</summary>
public sealed record RemovedItem
{
    public required RemovedKind Kind { get; init; }

    /// <summary><c>registry/repository:tag</c>, in a folder <c>repository:tag</c>; of a blob its digest.</summary>
    public required string Name { get; init; }

    public Digest? Digest { get; init; }

    /// <summary>When the image was made; null where nobody asked or it doesn't say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Bytes of a blob.</summary>
    public long? Size { get; init; }

    public RemoveStatus Status { get; init; } = RemoveStatus.Planned;

    /// <summary>Why it failed.</summary>
    public NeutreeException? Error { get; init; }
}
