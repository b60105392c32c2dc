namespace Neutree.Core.ControlPlane.Launch;

/// <summary>A file of a component's folder in the work directory.</summary>
/// <param name="Path">Below the component's folder, with slashes.</param>
/// <param name="Content">All of it.</param>
/// <param name="IsSecret">Whether only its owner may read it; else everyone may, as services read their files as users of their own.</param>
internal sealed record WorkFile(string Path, ReadOnlyMemory<byte> Content, bool IsSecret);
