using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Values;

namespace Neutree.Core.Tests.Helm.Values;

/// <summary>Who may write to which values, and that no values take the process down.</summary>
public sealed class ValuesOwnershipTests
{
    [Fact]
    public void What_a_template_writes_reaches_neither_the_chart_nor_the_user_s_values()
    {
        GoMap given = ChartValuesReader.Read("u: {a: 1}\nul: [{a: 1}]");
        Chart chart = Make("root", "d: {a: 1}\ndl: [[{a: 1}]]\nsub: {b: {c: 1}}");
        chart.AddDependency(Make("sub", "t: {a: 1}"));

        GoMap values = new ValuesCoalescing().CoalesceForRender(chart, given);
        GoString before = GoFormat.ToText(values);
        WriteEverywhere(values);

        Assert.Equal("map[d:map[a:1] dl:[[map[a:1]]] sub:map[b:map[c:1] global:map[] t:map[a:1]] u:map[a:1] ul:[map[a:1]]]", before.ToString());
        Assert.Equal(before, GoFormat.ToText(new ValuesCoalescing().Coalesce(chart, given)));
    }

    [Fact]
    public void Two_aliases_of_a_chart_have_values_of_their_own()
    {
        Chart chart = new()
        {
            Metadata = new ChartMetadata
            {
                Name = "root",
                Dependencies = [new ChartDependency { Name = "sub", Version = "1.x", Alias = "one" }, new ChartDependency { Name = "sub", Version = "1.x", Alias = "two" }],
            },
        };
        chart.AddDependency(Make("sub", "t: {a: 1}\nl: [{a: 1}]"));
        new ChartDependencyProcessor().Process(chart, new GoMap());

        GoMap values = new ValuesCoalescing().CoalesceForRender(chart, new GoMap());
        WriteEverywhere((GoMap)values["one"]!);

        Assert.Equal("map[global:map[] l:[map[a:1]] t:map[a:1]]", GoFormat.ToText(values["two"]).ToString());
        Assert.Equal(["one", "two"], chart.Dependencies.Select(child => child.Name));
    }

    [Fact]
    public void Globals_stay_shared_below_their_first_level_as_in_helm()
    {
        Chart chart = Make("root", "global: {t: {k: 1, m: {k: 1}}}");
        chart.AddDependency(Make("sub", "a: 1"));

        GoMap values = new ValuesCoalescing().CoalesceForRender(chart, new GoMap());
        GoMap table = (GoMap)((GoMap)((GoMap)((GoMap)values["sub"]!)["global"]!)["t"]!);
        table["k"] = 2L;
        ((GoMap)table["m"]!)["k"] = 2L;

        Assert.Equal("map[t:map[k:1 m:map[k:2]]]", GoFormat.ToText(values["global"]).ToString());
    }

    [Fact]
    public void A_table_that_is_imported_into_itself_is_refused()
    {
        GoMap inner = new(GoType.Map) { ["child"] = GoString.FromText("a.b"), ["parent"] = GoString.FromText("p") };
        GoMap outer = new(GoType.Map) { ["child"] = GoString.FromText("a"), ["parent"] = GoString.FromText("p") };
        Chart chart = new()
        {
            Metadata = new ChartMetadata { Name = "root", Dependencies = [new ChartDependency { Name = "sub", Version = "1.x", ImportValues = [inner, outer] }] },
        };
        chart.AddDependency(Make("sub", "a: {b: {c: 1}}"));

        ValuesException refusal = Assert.Throws<ValuesException>(() => new ChartDependencyProcessor().Process(chart, new GoMap()));

        Assert.Equal(("Values.NestedTooDeeply", ErrorKind.LimitExceeded), (refusal.ErrorId, refusal.Kind));
    }

    [Fact]
    public void Values_nested_as_deeply_as_memory_allows_are_refused()
    {
        GoMap deep = new();
        for (int level = 0; level < 50_000; level++)
        {
            deep = new GoMap { ["a"] = new GoSlice([deep]) };
        }

        ValuesException refusal = Assert.Throws<ValuesException>(() => new ValuesCoalescing().CoalesceForRender(Make("root", "b: 1"), deep));

        Assert.Equal("Values.NestedTooDeeply", refusal.ErrorId);
    }

    [Fact]
    public void The_memory_that_charts_take_grows_with_their_number_only()
    {
        long few = Allocated(charts: 25);
        long many = Allocated(charts: 100);

        Assert.InRange(many, few, 6 * few);
    }

    /// <summary>Bytes it takes to process a chart with so many others inside, each of which has one inside itself.</summary>
    private static long Allocated(int charts)
    {
        string defaults = string.Concat(Enumerable.Range(0, 100).Select(static index => $"k{index}: {{a: {{b: 1, c: [1, 2]}}}}\n"));
        Chart chart = new() { Metadata = new ChartMetadata { Name = "root", Dependencies = [.. Enumerable.Range(0, charts).Select(static index => Require($"s{index}"))] } };
        for (int index = 0; index < charts; index++)
        {
            Chart child = Make($"s{index}", defaults);
            child.Metadata = child.Metadata with { Dependencies = [Require("common")] };
            child.AddDependency(Make("common", "a: 1"));
            chart.AddDependency(child);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        new ChartDependencyProcessor().Process(chart, new GoMap());
        GoMap values = new ValuesCoalescing().CoalesceForRender(chart, new GoMap());
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(102, ((GoMap)values["s0"]!).Count);
        return allocated;
    }

    private static ChartDependency Require(string name) => new() { Name = name, Version = "1.x", Condition = $"{name}.enabled" };

    private static Chart Make(string name, string values) =>
        new() { Metadata = new ChartMetadata { Name = name, Version = "1.0.0" }, Values = ChartValuesReader.Read(values) };

    private static void WriteEverywhere(object? value)
    {
        switch (value)
        {
            case GoMap map:
                foreach ((_, object? inner) in map)
                {
                    WriteEverywhere(inner);
                }

                map["a"] = GoString.FromText("written");
                break;
            case GoSlice list:
                foreach (object? item in list)
                {
                    WriteEverywhere(item);
                }

                break;
        }
    }
}
