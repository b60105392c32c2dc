namespace Neutree.Cli.Tests.Interruptions;

/// <summary>The tests that share the sample images run one after the other: they measure, and need both cores.</summary>
[CollectionDefinition(nameof(SampleImages))]
public sealed class SampleImagesCollection : ICollectionFixture<SampleImages>;
