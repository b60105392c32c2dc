using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Tests.Fuzzing;

namespace Neutree.Core.Tests.Templating;

/// <summary>Whatever a template's text is: it prints something or fails with a template error, soon.</summary>
public sealed class MutatedTemplateTests
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{{-", " -}}", " ", "\n", "(", ")", "|", ".", "..", ".Values", ".Values.l", "$", "$x", ":=", "=", ",", "if", "else", "end",
        "range", "with", "define", "template", "block", "break", "continue", "nil", "true", "\"x\"", "`r`", "'c'", "1", "0x1F", "1e3", "-2", "3i",
        "index", "printf", "\"%d%s\"", "eq", "and", "or", "not", "len", "call", "upper", "repeat", "hasKey", "dict", "list", "/*", "*/", "\"", "\\", "é", "\uFEFF",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_pieces_give_text_or_a_template_error(int seed)
    {
        Random random = new(FuzzBudget.Seed(seed));
        for (int run = 0; run < FuzzBudget.Times(4000); run++)
        {
            IEnumerable<string> pieces = Enumerable.Range(0, random.Next(1, 24)).Select(_ => Pieces[random.Next(Pieces.Length)]);
            Check(string.Join(random.Next(2) == 0 ? " " : "", pieces));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Changed_templates_give_text_or_a_template_error(int seed)
    {
        Random random = new(FuzzBudget.Seed(seed));
        string[] templates = [.. LanguageCases.All.Select(static item => item.GetProperty("template").GetString()!)];
        for (int run = 0; run < FuzzBudget.Times(4000); run++)
        {
            string first = templates[random.Next(templates.Length)];
            string second = templates[random.Next(templates.Length)];
            string joined = first[..random.Next(first.Length + 1)] + Pieces[random.Next(Pieces.Length)] + second[random.Next(second.Length + 1)..];
            Check(joined);
        }
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_give_text_or_a_template_error()
    {
        Random random = new(FuzzBudget.Seed(7));
        byte[] bytes = new byte[40];
        for (int run = 0; run < FuzzBudget.Times(4000); run++)
        {
            random.NextBytes(bytes);
            "{{"u8.CopyTo(bytes.AsSpan(random.Next(10)));
            "}}"u8.CopyTo(bytes.AsSpan(20 + random.Next(10)));
            Check(GoString.FromBytes(bytes));
        }
    }

    private static void Check(GoString text)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        TemplateSet set = LanguageCases.NewSet();
        try
        {
            set.Parse("t", text);
            set.Execute("t", LanguageCases.Data, new GoStringBuilder(), limit.Token);
        }
        catch (TemplateException exception)
        {
            Assert.StartsWith("template: ", exception.Message, StringComparison.Ordinal);
        }
    }
}
