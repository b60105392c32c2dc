using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;

namespace Neutree.Core.Tests.Helm.Manifests;

public sealed class ManifestSorterTests
{
    [Fact]
    public void Documents_are_put_in_the_order_of_their_kinds_and_hooks_apart()
    {
        (IReadOnlyList<ChartResource> resources, IReadOnlyList<ChartResource> hooks) = Sort(
            ("c/templates/a.yaml", "kind: Deployment\nmetadata: {name: d}\n---\nkind: Zebra\n---\nkind: Namespace\nmetadata: {name: ns, namespace: x}\n"),
            ("c/templates/b.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: t\n  annotations:\n    helm.sh/hook: pre-install, TEST-success\n    helm.sh/hook-weight: -5\n"
                + "    helm.sh/hook-delete-policy: hook-succeeded,Hook-Failed\n    helm.sh/hook-output-log-policy: hook-failed\n"),
            ("c/templates/_p.yaml", "kind: Pod\n"),
            ("c/templates/c.yaml", "Kind: Namespace\nmetadata: {name: m}\n"));

        Assert.Equal(
            ["Namespace ns c/templates/a.yaml", "Namespace m c/templates/c.yaml", "Deployment d c/templates/a.yaml", "Zebra  c/templates/a.yaml"],
            resources.Select(static resource => $"{resource.Kind} {resource.Name} {resource.Source}"));
        ChartHook hook = Assert.Single(hooks).Hook!;
        Assert.Equal(["pre-install", "test"], hook.Events);
        Assert.Equal(["hook-succeeded", "hook-failed"], hook.DeletePolicies);
        Assert.Equal(["hook-failed"], hook.OutputLogPolicies);
        Assert.Equal((-5, true), (hook.Weight, hook.IsTest));
    }

    [Theory]
    [InlineData("kind: Pod\nmetadata: {annotations: {helm.sh/hook: nope}}")]
    [InlineData("kind: Pod\nmetadata: {annotations: {helm.sh/hook: 'test,nope'}}")]
    public void A_hook_that_helm_does_not_know_is_left_out(string document)
    {
        (IReadOnlyList<ChartResource> resources, IReadOnlyList<ChartResource> hooks) = Sort(("c/templates/a.yaml", document));

        Assert.Equal((0, 0), (resources.Count, hooks.Count));
    }

    [Theory]
    [InlineData("- a", "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type util.SimpleHead")]
    [InlineData("kind: [a]", "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field SimpleHead.kind of type string")]
    [InlineData(
        "metadata: x",
        "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field SimpleHead.metadata of type "
        + "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }")]
    [InlineData(
        "metadata: {annotations: {a: [b]}}",
        "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field .metadata.annotations of type string")]
    public void A_head_of_a_wrong_type_is_told_in_helm_s_words(string document, string reason) =>
        Assert.Equal(
            "YAML parse error on c/templates/a.yaml: " + reason,
            Assert.Throws<InvalidManifestException>(() => Sort(("c/templates/a.yaml", document))).Message);

    [Fact]
    public void What_is_no_yaml_is_shown_with_its_line_in_the_rendered_file()
    {
        InvalidManifestException failure = Assert.Throws<InvalidManifestException>(
            () => Sort(("c/templates/a.yaml", "\nkind: Pod\n---\nkind: Pod\nspec:\n  a: b: c\n"), ("c/templates/b.yaml", "kind: X")));

        Assert.Equal("YAML parse error on c/templates/a.yaml: error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context", failure.Message);
        Assert.Equal("Correct the template or the value that it prints: line 6 of what it rendered to is 'a: b: c'; use -Debug to see all of it.", failure.Recommendation);
        Assert.Equal(
            "---\n# Source: c/templates/a.yaml\n\nkind: Pod\n---\nkind: Pod\nspec:\n  a: b: c\n\n---\n# Source: c/templates/b.yaml\nkind: X\n",
            failure.Rendered.ToString());
    }

    private static (IReadOnlyList<ChartResource> Resources, IReadOnlyList<ChartResource> Hooks) Sort(params ReadOnlySpan<(string Path, string Text)> files)
    {
        SortedDictionary<string, GoString> texts = new(StringComparer.Ordinal);
        foreach ((string path, string text) in files)
        {
            texts[path] = text;
        }

        return ManifestSorter.Sort(texts, NullLogger.Instance);
    }
}
