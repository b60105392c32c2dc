using System.Net;
using Neutree.Core.Http;

namespace Neutree.Core.Tests.Http;

public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://api.example:6443/x", "https", null)]
    [InlineData("http://api.example/x", "http", null)]
    [InlineData("https://localhost:6443", null, null)]
    [InlineData("https://127.0.0.2:6443", null, null)]
    [InlineData("https://[::1]:6443", null, null)]
    [InlineData("https://10.1.2.3:6443", null, "192.168.0.0/16,10.0.0.0/8")]
    [InlineData("https://11.1.2.3:6443", "https", "10.0.0.0/8")]
    [InlineData("https://10.1.2.3:6443", null, "10.1.2.3")]
    [InlineData("https://10.1.2.30:6443", "https", "10.1.2.3")]
    [InlineData("https://10.1.2.3:6443", null, "10.1.2.3:6443")]
    [InlineData("https://10.1.2.3:6443", "https", "10.1.2.3:443")]
    [InlineData("https://[fd00::1]:6443", null, "fd00::/8")]
    [InlineData("https://[fd00::1]:6443", null, "[fd00::1]")]
    [InlineData("https://example.org", null, "example.org")]
    [InlineData("https://api.example.org", null, "example.org")]
    [InlineData("https://api.example.org", null, ".example.org")]
    [InlineData("https://example.org", "https", ".example.org")]
    [InlineData("https://api.example.org", null, "*.example.org")]
    [InlineData("https://notexample.org", "https", "example.org")]
    [InlineData("https://API.Example.org", null, "a, example.org ,b")]
    [InlineData("https://anything.example", null, "*")]
    public void A_destination_goes_by_the_proxy_that_the_environment_says(string destination, string? proxy, string? exceptions)
    {
        EnvironmentProxy rules = new(name => name switch
        {
            "HTTP_PROXY" => "http.proxy:3128",
            "HTTPS_PROXY" => "http://https.proxy:3129",
            "NO_PROXY" => exceptions,
            _ => null,
        });
        Uri target = new(destination);

        Uri? found = rules.GetProxy(target);

        Assert.Equal(proxy switch { "http" => new Uri("http://http.proxy:3128"), "https" => new Uri("http://https.proxy:3129"), _ => null }, found);
        Assert.Equal(found is null, rules.IsBypassed(target));
    }

    [Fact]
    public void Small_letters_count_where_large_ones_are_absent()
    {
        EnvironmentProxy rules = new(name => name == "https_proxy" ? "http://user:p%40ss@small.proxy:1" : null);

        Assert.Equal(new Uri("http://small.proxy:1"), rules.GetProxy(new Uri("https://a.example")));
        NetworkCredential credential = Assert.IsType<NetworkCredential>(rules.Credentials);
        Assert.Equal(("user", "p@ss"), (credential.UserName, credential.Password));
    }

    [Fact]
    public void Without_variables_nothing_goes_by_a_proxy() => Assert.Null(new EnvironmentProxy(_ => null).GetProxy(new Uri("https://a.example")));
}
