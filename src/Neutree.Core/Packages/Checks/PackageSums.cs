namespace Neutree.Core.Packages.Checks;

/// <summary>What a pass through a package learnt: names and sha256 sums in order, and the documents that state them.</summary>
/// <param name="Entries">The package's entries.</param>
/// <param name="Documents">Manifest, lists of sums, signature: by name.</param>
/// <param name="Archives">What is in the image archives, by their names; empty where the pass didn't look.</param>
/// <param name="IsComplete">Whether the pass came to the end.</param>
internal sealed record PackageSums(
    IReadOnlyList<(string Name, string Sum)> Entries,
    IReadOnlyDictionary<string, byte[]> Documents,
    IReadOnlyDictionary<string, IReadOnlyList<(string Name, string Sum)>> Archives,
    bool IsComplete);
