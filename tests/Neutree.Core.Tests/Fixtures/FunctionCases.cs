using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>
/// Tables of calls and what helm 4.1.4 makes of them. A line is the call, a tab, the Go type of the result, a tab, and what <c>%+q</c> prints
/// of its text; or the call, <c>error</c>, and the error's text.
/// </summary>
internal static class FunctionCases
{
    public static TheoryData<string, string, string> Read(params string[] path)
    {
        TheoryData<string, string, string> cases = [];
        foreach (string line in File.ReadLines(Path.Combine([TestFolders.Repository, "tests", "Neutree.Core.Tests", .. path])))
        {
            string[] parts = line.Split('\t');
            cases.Add(parts[0], parts[1], parts[2]);
        }

        return cases;
    }

    /// <summary>Evaluates a call and compares type and text, or the error, with what is expected.</summary>
    public static void Check(string call, string type, string text, FunctionTable functions)
    {
        (string Type, string Text) actual;
        try
        {
            object? value = FunctionExpression.Evaluate(call, functions);
            actual = (GoType.Of(value)?.Text ?? "<nil>", GoFormat.Sprintf("%+q", [GoFormat.Sprint([value])]).ToString());
        }
        catch (GoException exception)
        {
            actual = ("error", exception.Message);
        }

        Assert.Equal((type, text), actual);
    }
}
