using System.Text.Json.Nodes;
using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Templating.Functions;

/// <summary>Sprig's lists, maps, defaults, types, dates, versions, random values and cryptography, held against what helm 4.1.4 gave.</summary>
public sealed class ValueFunctionTests
{
    public static TheoryData<string, string, string> Results() => Cases("value");

    public static TheoryData<string, string, string> Failures() => Cases("error");

    [Theory]
    [MemberData(nameof(Results))]
    public void Gives_what_helm_gives(string expression, string type, string json)
    {
        object? result = ExpressionResult.Of(expression);

        Assert.Equal((type, json), (GoType.Of(result)?.Text ?? "<nil>", ValueJson.Of(result)?.ToJsonString() ?? "null"));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Fails_with_helms_words(string expression, string _, string error)
    {
        TemplateException exception = Assert.Throws<TemplateException>(() => ExpressionResult.Of(expression));

        Assert.EndsWith(error, exception.Message);
    }

    private static TheoryData<string, string, string> Cases(string sort)
    {
        string file = Path.Join(TestFolders.Repository, "tests", "Neutree.Core.Tests", "Templating", "Functions", "value-functions.json");
        TheoryData<string, string, string> cases = [];
        foreach (JsonNode? item in JsonNode.Parse(File.ReadAllBytes(file))!.AsArray())
        {
            if (item!.AsObject().TryGetPropertyValue(sort, out JsonNode? expected))
            {
                string text = sort == "error" ? expected!.GetValue<string>() : expected?.ToJsonString() ?? "null";
                cases.Add(item["expression"]!.GetValue<string>(), item["type"]?.GetValue<string>() ?? "", text);
            }
        }

        return cases;
    }
}
