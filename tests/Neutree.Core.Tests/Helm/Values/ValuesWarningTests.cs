using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Values;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Values;

public sealed class ValuesWarningTests
{
    private readonly LogLines _log = new();

    [Theory]
    [InlineData("t: {x: {k: 1}}", "t: {x: 1}", "warning: cannot overwrite table with non table for root.t.x (map[k:1])")]
    [InlineData("t: {x: 1}", "t: {x: {y: 2}}", "warning: destination for root.t.x is a table. Ignoring non-table value (1)")]
    [InlineData("t: 1", "t: {x: 1}", "warning: skipped value for root.t: Not a table.")]
    [InlineData("t: null", "t: {x: 1}", "")]
    [InlineData("t: {x: null}", "t: {x: {y: 2}}", "")]
    [InlineData("t: {x: 1}", "t: 1", "")]
    [InlineData("a: 1", "global: 1\nsub: {}", "warning: skipping globals because source global is not a table.")]
    [InlineData("a: 1", "global: {}\nsub: {global: 1}", "warning: skipping globals because destination global is not a table.")]
    [InlineData("a: 1", "global: {t: {x: 1}}\nsub: {global: {t: 1}}", "Conflict: cannot merge map onto non-map for \"t\". Skipping.")]
    [InlineData("a: 1", "global: {t: 1}\nsub: {global: {t: {x: 1}}}", "key t is table. Skipping")]
    [InlineData("a: 1", "global: {t: {x: 1}}\nsub: {global: {t: {x: {k: 1}}}}", "warning: cannot overwrite table with non table for root.t.x (map[k:1])")]
    public void A_table_that_meets_something_else_is_told(string defaults, string values, string warning)
    {
        new ValuesCoalescing(_log).Coalesce(Chart(defaults, new ChartDependency { Name = "sub" }), ChartValuesReader.Read(values));

        Assert.Equal(warning, _log.Text);
    }

    [Theory]
    [InlineData("switch: text", "returned non-bool value path=switch chart=sub\nreturned non-bool value tag=t chart=sub")]
    [InlineData("switch: true", "returned non-bool value tag=t chart=sub")]
    public void Switches_that_hold_no_boolean_are_told(string values, string warnings)
    {
        Chart chart = Chart("tags: {t: 1}", new ChartDependency { Name = "sub", Version = "1.x", Condition = "switch", Tags = ["t"] });

        new ChartDependencyProcessor(_log).Process(chart, ChartValuesReader.Read(values));

        Assert.Equal(warnings, string.Join('\n', _log.Text.Split('\n').Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Imports_of_tables_that_do_not_exist_are_told()
    {
        Chart chart = Chart("a: 1", new ChartDependency { Name = "sub", Version = "1.x", ImportValues = [GoString.FromText("none")] });

        new ChartDependencyProcessor(_log).Process(chart, new GoMap());

        Assert.Equal("ImportValues missing table from chart chart=sub error=\"exports\" is not a table", _log.Text);
        GoMap import = Assert.IsType<GoMap>(Assert.Single(Assert.Single(chart.Metadata.Dependencies).ImportValues));
        Assert.Equal("map[string]string map[child:exports.none parent:.]", $"{import.Type} {GoFormat.ToText(import)}");
    }

    [Fact]
    public void References_to_urns_are_told()
    {
        Chart chart = new()
        {
            Metadata = new ChartMetadata { Name = "root" },
            Schema = """{"properties": {"a": {"$ref": "urn:example:a"}}}""",
        };

        new SchemaValidation(_log).Validate(chart, new GoMap { ["a"] = 1L });

        Assert.Equal("unresolved URN reference ignored; using permissive schema urn=urn:example:a", _log.Text);
    }

    private static Chart Chart(string defaults, ChartDependency dependency)
    {
        Chart chart = new()
        {
            Metadata = new ChartMetadata { Name = "root", Version = "1.0.0", Dependencies = [dependency] },
            Values = ChartValuesReader.Read(defaults),
        };
        chart.AddDependency(new Chart { Metadata = new ChartMetadata { Name = "sub", Version = "1.0.0" } });
        return chart;
    }
}
