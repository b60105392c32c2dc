using Neutree.Core.Oci;

namespace Neutree.Core.Tests.Oci;

public sealed class RegistryPrefixTests
{
    [Theory]
    [InlineData("registry.example.com", "", "registry.example.com")]
    [InlineData("registry.example.com", "neutree-ai", "registry.example.com/neutree-ai")]
    [InlineData("registry.example.com", "/neutree-ai/", "registry.example.com/neutree-ai")]
    [InlineData("registry.example.com", "  neutree-ai  ", "registry.example.com/neutree-ai")]
    [InlineData("registry.example.com", "///", "registry.example.com")]
    [InlineData("registry.example.com:5000", "my-project", "registry.example.com:5000/my-project")]
    [InlineData("https://registry.example.com", "neutree-ai", "registry.example.com/neutree-ai")]
    [InlineData("https://registry.example.com/", "neutree-ai", "registry.example.com/neutree-ai")]
    [InlineData("https://registry.example.com:5000", "", "registry.example.com:5000")]
    [InlineData("https://registry.example.com/", "", "registry.example.com")]
    [InlineData("registry.example.com/legacy-project", "", "registry.example.com/legacy-project")]
    [InlineData("https://registry.example.com/legacy-project", "", "registry.example.com/legacy-project")]
    [InlineData("https://[2001:db8::1]:5000", "repo", "[2001:db8::1]:5000/repo")]
    public void Registry_and_project_join_to_one_prefix(string registry, string project, string expected) =>
        Assert.Equal(expected, RegistryPrefix.Parse(registry, project).ToString());

    [Theory]
    [InlineData("registry.example.com/old-project")]
    [InlineData("https://registry.example.com/old-project")]
    public void A_path_and_a_project_together_are_refused(string registry)
    {
        OciFormatException error = Assert.Throws<OciFormatException>(() => RegistryPrefix.Parse(registry, "new-project"));
        Assert.Equal(
            $"registry \"{registry}\" already contains a path; cannot combine with project \"new-project\", use one or the other",
            error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https://index.docker<>.io")]
    [InlineData("registry.example.com:5<00")]
    [InlineData("ftp://registry.example.com")]
    [InlineData("registry.example.com/Upper")]
    [InlineData("registry.example.com/../x")]
    public void Malformed_registries_are_refused(string registry) =>
        Assert.Throws<OciFormatException>(() => RegistryPrefix.Parse(registry));

    [Theory]
    [InlineData("alice:hunter2@registry.example.com")]
    [InlineData("https://alice:hunter2@registry.example.com/project")]
    public void A_password_in_a_name_is_refused_and_not_repeated(string registry)
    {
        OciFormatException error = Assert.Throws<OciFormatException>(() => RegistryPrefix.Parse(registry));
        Assert.Equal(("the registry 'registry.example.com' is written with a user in front of it", "registry.example.com"), (error.Message, error.Target));
    }

    [Fact]
    public void A_path_that_is_none_is_what_the_message_names()
    {
        OciFormatException error = Assert.Throws<OciFormatException>(() => RegistryPrefix.Parse("registry.example.com", "Upper"));
        Assert.Equal("'Upper' is not a path below a registry", error.Message);
    }

    [Theory]
    [InlineData("https://registry.example.com:5000", true)]
    [InlineData("HTTPS://registry.example.com:5000", true)]
    [InlineData("http://registry.example.com:5000", false)]
    [InlineData("registry.example.com:5000", false)]
    public void An_https_scheme_asks_for_TLS_always(string registry, bool tls) =>
        Assert.Equal(tls, RegistryPrefix.Parse(registry).Tls);

    [Theory]
    [InlineData("http://registry.example.com:5000", true)]
    [InlineData("HTTP://registry.example.com:5000", false)]
    [InlineData("https://registry.example.com:5000", false)]
    [InlineData("registry.example.com:5000", false)]
    public void Only_a_lower_case_http_scheme_asks_for_plain_http(string registry, bool plainHttp) =>
        Assert.Equal(plainHttp, RegistryPrefix.Parse(registry).PlainHttp);
}
