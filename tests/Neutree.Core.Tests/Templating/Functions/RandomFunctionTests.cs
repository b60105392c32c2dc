using System.Text.RegularExpressions;
using Neutree.Core.Templating;

namespace Neutree.Core.Tests.Templating.Functions;

public sealed class RandomFunctionTests
{
    [Theory]
    [InlineData("randAlphaNum 500", "^[0-9A-Za-z]{500}$")]
    [InlineData("randAlpha 500", "^[A-Za-z]{500}$")]
    [InlineData("randNumeric 500", "^[0-9]{500}$")]
    [InlineData("randAscii 500", "^[ -~]{500}$")]
    [InlineData("randBytes 16", "^[0-9A-Za-z+/]{22}==$")]
    [InlineData("uuidv4", "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    [InlineData("shuffle \"äbc\"", "^[äbc]{3}$")]
    public void Gives_text_of_its_form_and_each_time_another(string expression, string pattern)
    {
        HashSet<string> seen = [];
        for (int run = 0; run < 40; run++)
        {
            string text = ExpressionResult.Of(expression)!.ToString()!;
            Assert.Matches(new Regex(pattern), text);
            seen.Add(text);
        }

        Assert.InRange(seen.Count, 2, 40);
    }

    [Fact]
    public void A_random_number_stays_below_its_end()
    {
        HashSet<nint> seen = [];
        for (int run = 0; run < 200; run++)
        {
            seen.Add((nint)ExpressionResult.Of("randInt -1 2")!);
        }

        Assert.Equal([-1, 0, 1], seen.Order());
    }

    [Fact]
    public void More_text_than_fits_is_refused()
    {
        TemplateException exception = Assert.Throws<TemplateException>(() => ExpressionResult.Of("randAlpha 1000000000000"));

        Assert.EndsWith("1000000000000 random characters are more than the limit of 67108864", exception.Message);
    }

    [Fact]
    public void A_host_is_found_by_its_name()
    {
        Assert.Matches("^(127\\.0\\.0\\.1|::1)$", ExpressionResult.Of("getHostByName \"localhost\"")!.ToString()!);
    }
}
