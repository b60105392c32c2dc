using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Tests.Helm.Charts;

/// <summary>What helm 4.1.4 says to the same Chart.yaml.</summary>
public sealed class ChartMetadataTests
{
    private const string Start = "apiVersion: v2\nname: a\nversion: 1.0.0\n";
    private const string Decoding = "cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ";

    [Theory]
    [InlineData("apiVersion: v2\nname: [a]\nversion: 1.0.0\n", Decoding + "array into Go struct field Metadata.name of type string")]
    [InlineData("apiVersion: v2\nname: a\nversion: {a: 1}\n", Decoding + "object into Go struct field Metadata.version of type string")]
    [InlineData(Start + "maintainers:\n- a\n", Decoding + "string into Go struct field Metadata.maintainers of type v2.Maintainer")]
    [InlineData(Start + "maintainers:\n- name: [1]\n", Decoding + "array into Go struct field Maintainer.maintainers.name of type string")]
    [InlineData(Start + "maintainers: x\n", Decoding + "string into Go struct field Metadata.maintainers of type []*v2.Maintainer")]
    [InlineData(Start + "dependencies:\n- name: a\n  tags: x\n", Decoding + "string into Go struct field Dependency.dependencies.tags of type []string")]
    [InlineData(Start + "dependencies:\n- name: a\n  tags: [[1]]\n", Decoding + "array into Go struct field Dependency.dependencies.tags of type string")]
    [InlineData(Start + "dependencies:\n- name: a\n  enabled: \"yes\"\n", Decoding + "string into Go struct field Dependency.dependencies.enabled of type bool")]
    [InlineData(Start + "dependencies:\n- name: a\n  import-values: x\n", Decoding + "string into Go struct field Dependency.dependencies.import-values of type []interface {}")]
    [InlineData(Start + "deprecated: 1\n", Decoding + "number into Go struct field Metadata.deprecated of type bool")]
    [InlineData(Start + "keywords: a\n", Decoding + "string into Go struct field Metadata.keywords of type []string")]
    [InlineData(Start + "keywords: [a: 1]\n", Decoding + "object into Go struct field Metadata.keywords of type string")]
    [InlineData(Start + "annotations: [a]\n", Decoding + "array into Go struct field Metadata.annotations of type map[string]string")]
    [InlineData(Start + "annotations: {a: {b: 1}}\n", Decoding + "object into Go struct field Metadata.annotations of type string")]
    [InlineData("- a\n", Decoding + "array into Go value of type loader.chartBase")]
    [InlineData("hello\n", Decoding + "string into Go value of type loader.chartBase")]
    [InlineData("apiVersion: [v2]\nname: a\nversion: 1.0.0\n", Decoding + "array into Go struct field chartBase.apiVersion of type string")]
    [InlineData("apiVersion: v2\nname: a\n\tversion: 1.0.0\n", "cannot load Chart.yaml: error converting YAML to JSON: yaml: line 3: found a tab character that violates indentation")]
    [InlineData("apiVersion: v3\nname: a\nversion: 1.0.0\n", "invalid chart apiVersion")]
    [InlineData("apiVersion: v9\nname: a\nversion: 1.0.0\n", "unsupported chart version")]
    [InlineData("apiVersion: 2\nname: a\nversion: 1.0.0\n", "unsupported chart version")]
    [InlineData("", "validation: chart.metadata.name is required")]
    [InlineData("apiVersion: v2\nversion: 1.0.0\n", "validation: chart.metadata.name is required")]
    [InlineData("apiVersion: v2\nname: ..\nversion: 1.0.0\n", "validation: chart.metadata.name \"..\" is not allowed")]
    [InlineData("apiVersion: v2\nname: a/b\nversion: 1.0.0\n", "validation: chart.metadata.name \"a/b\" is invalid")]
    [InlineData("apiVersion: v2\nname: a\n", "validation: chart.metadata.version is required")]
    [InlineData("apiVersion: v2\nname: a\nversion: abc\n", "validation: chart.metadata.version \"abc\" is invalid")]
    [InlineData(Start + "type: app\n", "validation: chart.metadata.type must be application or library")]
    [InlineData(Start + "type: Library\n", "validation: chart.metadata.type must be application or library")]
    [InlineData(Start + "maintainers:\n-\n", "validation: maintainers must not contain empty or null nodes")]
    [InlineData(Start + "dependencies:\n-\n", "validation: dependencies must not contain empty or null nodes")]
    [InlineData(Start + "dependencies:\n- name: a\n  alias: a.b\n", "validation: dependency \"a\" has disallowed characters in the alias")]
    [InlineData(Start + "dependencies:\n- name: a\n- name: b\n  alias: a\n", "validation: more than one dependency with name or alias \"a\"")]
    public void What_helm_refuses_is_refused_in_its_words(string chartfile, string message)
    {
        ChartException error = Assert.Throws<ChartException>(() => new ChartSource().Add("Chart.yaml", chartfile).LoadPacked());

        Assert.Equal((message, "demo.tgz"), (error.Message, error.Target));
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public void Texts_are_made_of_numbers_booleans_and_names_in_any_case()
    {
        Chart chart = new ChartSource().Add(
            "Chart.yaml",
            "apiversion: v2\nNAME: a\nVersion: 1\nappVersion: 1.10\nkubeVersion: 12\ntype: library\nkeywords: [1, true, x]\n"
            + "annotations: {a: 1.0, b: true, c: null, d: 1e30, 1: x, y: z}\n").LoadPacked();

        ChartMetadata metadata = chart.Metadata;
        Assert.Equal(("a", "1", "1.1", "12", "v2"), (metadata.Name, metadata.Version, metadata.AppVersion, metadata.KubeVersion, metadata.ApiVersion));
        Assert.True(metadata.IsLibrary);
        Assert.Equal(["1", "true", "x"], metadata.Keywords);
        Assert.Equal(
            new Dictionary<string, string> { ["a"] = "1", ["b"] = "true", ["c"] = "", ["d"] = "1e+30", ["1"] = "x", ["true"] = "z" },
            metadata.Annotations);
    }

    [Fact]
    public void White_space_becomes_plain_and_what_cannot_be_printed_goes()
    {
        Chart chart = new ChartSource().Add("Chart.yaml", "apiVersion: v2\nname: \"a\\u00a0b\\tc\\u200bd\"\nversion: 1.0.0\nsources: [\"x\\ny\"]\n").LoadPacked();

        Assert.Equal("a b cd", chart.Metadata.Name);
        Assert.Equal(["x y"], chart.Metadata.Sources);
    }

    [Theory]
    [InlineData("v1.2")]
    [InlineData("01.2.3")]
    [InlineData("1.0.0-rc.1+build")]
    public void Versions_that_helm_takes_are_taken(string version) =>
        Assert.Equal(version, new ChartSource().Add("Chart.yaml", $"name: a\nversion: {version}\n").LoadPacked().Metadata.Version);

    [Fact]
    public void A_chart_without_apiVersion_is_of_v1() =>
        Assert.Equal("v1", new ChartSource().Add("Chart.yaml", "name: a\nversion: 1.0.0\n").LoadPacked().Metadata.ApiVersion);

    [Theory]
    [InlineData("x", "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type v2.Lock")]
    [InlineData("generated: x", "error unmarshaling JSON: while decoding JSON: parsing time \"x\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"x\" as \"2006\"")]
    [InlineData("generated: 2020-01-01", "error unmarshaling JSON: while decoding JSON: parsing time \"2020-01-01\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"T\"")]
    [InlineData("generated: 2020-01-01T00:00:00", "error unmarshaling JSON: while decoding JSON: parsing time \"2020-01-01T00:00:00\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"Z07:00\"")]
    [InlineData("generated: 1", "error unmarshaling JSON: while decoding JSON: Time.UnmarshalJSON: input is not a JSON string")]
    [InlineData("digest: [1]", "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field Lock.digest of type string")]
    public void Lock_files_that_helm_refuses_are_refused_in_its_words(string text, string message) =>
        Assert.Equal("cannot load Chart.lock: " + message, Assert.Throws<ChartException>(() => ChartSource.Demo.Add("Chart.lock", text).LoadPacked()).Message);
}
