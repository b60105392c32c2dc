using Neutree.Conformance.Archives;
using Neutree.Conformance.Helm;
using Neutree.Conformance.JsonSchemas;
using Neutree.Conformance.SetArguments;

namespace Neutree.Conformance;

/// <summary>The sets that are run, in the order of the report.</summary>
internal static class ConformanceSets
{
    public static IReadOnlyList<IConformanceSet> All { get; } =
        [new ArchiveSet(), new HelmSet(), new SnippetSet(), new SetArgumentSet(), new JsonSchemaSet()];
}
