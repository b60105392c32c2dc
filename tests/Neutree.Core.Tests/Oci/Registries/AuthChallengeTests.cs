using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Tests.Oci.Registries;

public sealed class AuthChallengeTests
{
    [Theory]
    [InlineData("Basic realm=\"x\"", "Basic(realm=x)")]
    [InlineData("Bearer realm=\"https://a/token\",service=\"s\",scope=\"repository:a/b:pull,push\"", "Bearer(realm=https://a/token;service=s;scope=repository:a/b:pull,push)")]
    [InlineData("bearer realm=https://a , service = s", "bearer(realm=https://a;service=s)")]
    [InlineData("Basic realm=\"a, b\", Bearer realm=\"https://a\",error=\"insufficient_scope\"", "Basic(realm=a, b)|Bearer(realm=https://a;error=insufficient_scope)")]
    [InlineData("Negotiate, Basic realm=\"x\"", "Negotiate()|Basic(realm=x)")]
    [InlineData("Basic realm=\"say \\\"hi\\\"\"", "Basic(realm=say \"hi\")")]
    [InlineData("Basic", "Basic()")]
    [InlineData("", "")]
    [InlineData("\"broken", "")]
    [InlineData("Bearer realm=\"unfinished", "Bearer(realm=unfinished)")]
    public void A_header_is_read_into_its_challenges(string header, string expected) =>
        Assert.Equal(expected, Text(AuthChallenge.Parse([header])));

    [Fact]
    public void Several_headers_are_read_together() =>
        Assert.Equal("Basic(realm=a)|Bearer(realm=b)", Text(AuthChallenge.Parse(["Basic realm=a", "Bearer realm=b"])));

    private static string Text(IEnumerable<AuthChallenge> challenges) =>
        string.Join('|', challenges.Select(c => $"{c.Scheme}({string.Join(';', c.Parameters.Select(p => p.Key + "=" + p.Value))})"));
}
