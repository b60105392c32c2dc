using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Neutree.Core;
using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Templating;
using Neutree.Core.Yaml;

namespace Neutree.Conformance.Helm;

/// <summary>Snippets of templates: what each renders to, or the whole text of Go's error, is what helm gave.</summary>
internal sealed partial class SnippetSet : IConformanceSet
{
    private const string Prefix = "Error: ";
    private const string Suffix = "\n\nUse --debug flag to render out invalid YAML";

    public string Name => "template";

    public async IAsyncEnumerable<CaseOutcome> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Join(folder, "cases.json"), cancellationToken));
        string chart = Directory.CreateTempSubdirectory("neutree-snip-").FullName;
        try
        {
            Write(chart, "Chart.yaml", "apiVersion: v2\nname: snip\nversion: 1.2.3\nappVersion: \"4.5\"\ndescription: snippets\ntype: application\nkeywords: [k1, k2]\n");
            Write(chart, "values.yaml", document.RootElement.GetProperty("values").GetString()!);
            Write(chart, "f/a.txt", "alpha\nbeta\n");
            Write(chart, "f/b.txt", "bee: \"q\"\n");
            Write(chart, "f/sub/c.txt", "deep");
            foreach (JsonElement snippet in document.RootElement.GetProperty("cases").EnumerateArray())
            {
                Write(chart, "templates/t.yaml", snippet.GetProperty("template").GetString()!);
                yield return new CaseOutcome(snippet.GetProperty("id").GetString()!, await FindDifferenceAsync(chart, snippet, cancellationToken));
            }
        }
        finally
        {
            Directory.Delete(chart, recursive: true);
        }
    }

    private static void Write(string chart, string name, string text)
    {
        string path = Path.Join(chart, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static async Task<string?> FindDifferenceAsync(string chart, JsonElement snippet, CancellationToken cancellationToken)
    {
        bool fails = snippet.TryGetProperty("error", out JsonElement error);
        string expected = fails ? Cause(error.GetString()!) : snippet.GetProperty("output").GetString()!;
        string shown = snippet.GetProperty("snippet").GetString()!;
        try
        {
            RenderedChart rendered = await new ChartRenderer(new ChartRenderOptions
            {
                Chart = chart,
                ReleaseName = "rel",
                Namespace = "ns1",
                KubeVersion = "1.30.0",
            }).RenderAsync(cancellationToken);
            string found = YamlReader.ReadMap(rendered.Resources[0].Yaml)["raw"] is GoString raw ? raw.ToString() : "no text";
            return !fails && found == expected ? null : $"{shown}: expected {(fails ? "error " : "")}{Quote(expected)}, found {Quote(found)}";
        }
        catch (NeutreeException e)
        {
            string found = e.InnerException is TemplateException inner && expected.StartsWith("template:", StringComparison.Ordinal) ? inner.Message : e.Message;
            return fails && InOlderWords(found) == InOlderWords(expected) ? null : $"{shown}: expected {(fails ? "error " : "")}{Quote(expected)}, found error {Quote(found)}";
        }
    }

    private static string Cause(string error)
    {
        string cause = error.StartsWith(Prefix, StringComparison.Ordinal) ? error[Prefix.Length..] : error;
        return cause.EndsWith(Suffix, StringComparison.Ordinal) ? cause[..^Suffix.Length] : cause;
    }

    /// <summary>The errors were taken from helm 3.16; Go and the version library of helm 4.1 say more in three of them.</summary>
    private static string InOlderWords(string error)
    {
        string shorter = ComparedTypes().Replace(error, "incompatible types for comparison");
        return CalledValue().Replace(shorter, "non-function of type").Replace("Invalid Semantic Version", "invalid semantic version", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"incompatible types for comparison: \S+ and \S+$")]
    private static partial Regex ComparedTypes();

    [GeneratedRegex(@"non-function \S+ of type")]
    private static partial Regex CalledValue();

    private static string Quote(string text) => JsonSerializer.Serialize(text.Length > 600 ? text[..600] + "…" : text);
}
