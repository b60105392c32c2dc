using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Templating.Functions;

/// <summary>Sprig's functions on texts, numbers, lists of texts, paths, URLs, encodings and expressions, held against what helm 4.1.4 gave.</summary>
public sealed class TextFunctionTests
{
    private static readonly FunctionTable Functions = AllFunctions();

    public static TheoryData<string, string?, string?> Cases()
    {
        string file = Path.Join(TestFolders.Repository, "tests", "Neutree.Core.Tests", "Templating", "Functions", "text-functions.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        TheoryData<string, string?, string?> cases = [];
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            cases.Add(
                item.GetProperty("snippet").GetString()!,
                item.TryGetProperty("output", out JsonElement output) ? output.GetString() : null,
                item.TryGetProperty("error", out JsonElement error) ? error.GetString() : null);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gives_what_helm_gives(string snippet, string? output, string? error)
    {
        TemplateSet templates = new(Functions, MissingKey.Zero);
        templates.Parse("t", "{{ " + snippet + " }}");
        GoStringBuilder rendered = new();

        if (error is null)
        {
            templates.Execute("t", data: null, rendered, CancellationToken.None);
            Assert.Equal(output, rendered.ToString());
        }
        else
        {
            TemplateException failure = Assert.Throws<TemplateException>(() => templates.Execute("t", data: null, rendered, CancellationToken.None));
            Assert.EndsWith(">: " + error, failure.Message);
        }
    }

    [Theory]
    [InlineData("repeat 1000000000 \"x\"", "strings: Repeat output length overflow")]
    [InlineData("until 1000000000", "1000000000 numbers are more than a template can hold")]
    public void A_result_beyond_all_measure_is_refused(string snippet, string message)
    {
        TemplateSet templates = new(Functions, MissingKey.Zero);
        templates.Parse("t", "{{ " + snippet + " }}");

        TemplateException failure = Assert.Throws<TemplateException>(
            () => templates.Execute("t", data: null, new GoStringBuilder(), CancellationToken.None));

        Assert.EndsWith(message, failure.Message);
    }

    private static FunctionTable AllFunctions()
    {
        FunctionTable table = new();
        SprigFunctions.AddTo(table);
        return table;
    }
}
