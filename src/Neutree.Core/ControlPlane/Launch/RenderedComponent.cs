using Neutree.Core.Compose;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>A component ready to be written: its compose file with images rewritten, and the files beside it.</summary>
internal sealed record RenderedComponent
{
    public required ComponentLayout Layout { get; init; }

    public required ComposeFile Compose { get; init; }

    /// <summary>Every file but the compose file, in the order of their paths.</summary>
    public required IReadOnlyList<WorkFile> Files { get; init; }

    /// <summary>The paths of the files that were rendered, not copied.</summary>
    public required IReadOnlyList<string> Rendered { get; init; }

    /// <summary>What each image was called before it was rewritten.</summary>
    public required IReadOnlyDictionary<string, string> OriginalImages { get; init; }
}
