using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Templating;

namespace Neutree.Core.Tests.Templating;

public sealed class LanguageTests
{
    public static TheoryData<string> Templates => [.. LanguageCases.All.Select(static item => item.GetProperty("template").GetString()!)];

    [Theory]
    [MemberData(nameof(Templates))]
    public void A_template_prints_what_Go_prints_and_fails_with_its_words(string template)
    {
        JsonElement expected = LanguageCases.All.First(item => item.GetProperty("template").GetString() == template);

        Assert.Equal(
            expected.TryGetProperty("error", out JsonElement error) ? "error: " + error.GetString() : expected.GetProperty("output").GetString(),
            Result(template));
    }

    private static string Result(string template)
    {
        TemplateSet set = LanguageCases.NewSet();
        GoStringBuilder output = new();
        try
        {
            set.Parse(LanguageCases.Name, template);
            set.Execute(LanguageCases.Name, LanguageCases.Data, output, CancellationToken.None);
            return output.ToString();
        }
        catch (TemplateException exception)
        {
            return "error: " + exception.Message;
        }
    }
}
