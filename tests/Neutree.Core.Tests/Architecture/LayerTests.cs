using System.Reflection;

namespace Neutree.Core.Tests.Architecture;

public sealed class LayerTests
{
    private const string SpecimenRoot = "Neutree.Core.Tests.Architecture.Specimen";

    private static readonly string[] FrontEndLibraries =
        ["System.Management.Automation", "System.CommandLine", "Spectre.Console", "Microsoft.AspNetCore", "Neutree.Cli", "neutree-cli", "Neutree.PowerShell"];

    [Fact]
    public void Arrows_between_the_core_s_namespaces_point_one_way()
    {
        LayerRules rules = new("Neutree.Core");
        Assembly core = typeof(NeutreeException).Assembly;

        string[] violations = [.. TypeUses.Find(core, "Neutree.Core").Select(rules.Violation).OfType<string>().Order()];

        Assert.Equal([], violations);
    }

    [Fact]
    public void The_core_knows_no_front_end()
    {
        string[] references = [.. typeof(NeutreeException).Assembly.GetReferencedAssemblies().Select(name => name.Name!)];

        Assert.Equal([], references.Where(name => FrontEndLibraries.Any(library => name.StartsWith(library, StringComparison.Ordinal))));
    }

    [Fact]
    public void Arrows_that_point_back_or_sideways_are_found_wherever_the_code_hides_them()
    {
        LayerRules rules = new(SpecimenRoot);

        string[] violations = [.. TypeUses.Find(typeof(LayerTests).Assembly, SpecimenRoot).Select(rules.Violation).OfType<string>().Order()];

        string[] expected =
        [
            $"{SpecimenRoot}.Helm.Charts.BodyUse uses {SpecimenRoot}.Oci.Value: sideways, from Helm.Charts to Oci",
            $"{SpecimenRoot}.Oci.PointsDown uses {SpecimenRoot}.Oci.Transfer.Copier: Oci holds pure values and uses nothing below it",
            $"{SpecimenRoot}.Stray.Newcomer uses {SpecimenRoot}.Oci.Value: Stray belongs to no layer",
            $"{SpecimenRoot}.Yaml.AsyncUse uses {SpecimenRoot}.Packages.Reader: back, from Yaml to Packages",
            $"{SpecimenRoot}.Yaml.GenericUse uses {SpecimenRoot}.Packages.Reader: back, from Yaml to Packages",
        ];
        Assert.Equal(expected, violations);
    }
}
