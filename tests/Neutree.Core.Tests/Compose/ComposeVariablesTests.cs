using Neutree.Core.Compose;

namespace Neutree.Core.Tests.Compose;

public sealed class ComposeVariablesTests
{
    [Theory]
    [InlineData("postgres:13", "postgres:13")]
    [InlineData("$REGISTRY/app:${TAG}", "registry.example.com/app:1.2")]
    [InlineData("app:${TAG:-3}", "app:1.2")]
    [InlineData("app:${MISSING:-3}", "app:3")]
    [InlineData("app:${MISSING-3}", "app:3")]
    [InlineData("app:${EMPTY:-3}", "app:3")]
    [InlineData("app:${EMPTY-3}", "app:")]
    [InlineData("app:${TAG:?tag is needed}", "app:1.2")]
    [InlineData("app:${MISSING}", "app:")]
    [InlineData("$$TAG", "$TAG")]
    public void Variables_are_replaced_as_Compose_replaces_them(string text, string expected) => Assert.Equal(expected, ComposeVariables.Expand(text, name => name switch
    {
        "REGISTRY" => "registry.example.com",
        "TAG" => "1.2",
        "EMPTY" => "",
        _ => null,
    }));
}
