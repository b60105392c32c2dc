using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Tests.Templating.Functions;

public sealed class NestingTests
{
    [Theory]
    [InlineData("deepEqual", "values nested too deeply to be compared")]
    [InlineData("merge", "maps nested too deeply to be merged")]
    [InlineData("deepCopy", "value nested too deeply to be copied")]
    public void A_map_that_holds_itself_ends_in_an_error(string name, string error)
    {
        FunctionTable table = new();
        SprigFunctions.AddTo(table);
        Assert.True(table.TryGet(name, out GoFunction? function));

        GoException exception = Assert.Throws<GoException>(() => function.Invoke(name == "deepCopy" ? [Endless()] : [Endless(), Endless()]));

        Assert.Equal(error, exception.Message);
    }

    [Fact]
    public void Merging_shares_what_it_takes_over()
    {
        string shared = "(set $s \"x\" 2) | len";
        GoMap result = (GoMap)ExpressionResult.Of("dict}}{{ $s := dict \"x\" 1 }}{{ $m := merge (dict) (dict \"s\" $s) }}{{ $n := " + shared + " }}{{ $r = $m")!;

        Assert.Equal((nint)2, ((GoMap)result["s"]!)["x"]);
    }

    private static GoMap Endless()
    {
        GoMap map = new();
        map["self"] = map;
        return map;
    }
}
