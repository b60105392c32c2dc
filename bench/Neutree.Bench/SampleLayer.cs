namespace Neutree.Bench;

/// <summary>One layer of the sample: a plain tar on disk, and the digest of that.</summary>
internal sealed record SampleLayer(string Path, string DiffId);
