using Neutree.Core.Templating.Functions;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Templating.Functions;

public class TextFunctionCallTests
{
    private static readonly FunctionTable Functions = SprigTable();

    public static TheoryData<string, string, string> Calls => FunctionCases.Read("Templating", "Functions", "text-functions.tsv");

    [Theory]
    [MemberData(nameof(Calls))]
    public void Gives_what_helm_gives(string call, string type, string text) => FunctionCases.Check(call, type, text, Functions);

    private static FunctionTable SprigTable()
    {
        FunctionTable functions = new();
        SprigFunctions.AddTo(functions);
        return functions;
    }
}
