using Neutree.Core.Oci;

namespace Neutree.Core.Tests.Oci;

public sealed class ImageReferenceTests
{
    private const string SomeDigest = "sha256:11522ec7a80b3b775b35a6544fa092def2f6bc1c5986f57ea2a6e712a8ad2647";

    [Theory]
    [InlineData("postgres:13", "docker.io", "library/postgres", "13")]
    [InlineData("docker.io/postgres:13", "docker.io", "library/postgres", "13")]
    [InlineData("index.docker.io/postgres", "docker.io", "library/postgres", null)]
    [InlineData("registry-1.docker.io/a/b:c", "docker.io", "a/b", "c")]
    [InlineData("host:5000/repo:tag", "host:5000", "repo", "tag")]
    [InlineData("host:5000/repo", "host:5000", "repo", null)]
    [InlineData("localhost/x:1", "localhost", "x", "1")]
    [InlineData("[2001:db8::1]:5000/x:1", "[2001:db8::1]:5000", "x", "1")]
    [InlineData("ghcr.io/acme/my-workload:v1", "ghcr.io", "acme/my-workload", "v1")]
    public void Parts_follow_the_one_rule(string text, string registry, string repository, string? tag)
    {
        ImageReference reference = ImageReference.Parse(text);
        Assert.Equal((registry, repository, tag), (reference.Registry, reference.Repository, reference.Tag));
    }

    [Theory]
    [InlineData("")]
    [InlineData("invalid url")]
    [InlineData("UPPER/case:1")]
    [InlineData("name:")]
    [InlineData("name:-tag")]
    [InlineData("a//b")]
    [InlineData("../x")]
    [InlineData("name@sha256:abc")]
    [InlineData("host:port/x")]
    [InlineData("x/../../etc:1")]
    public void Malformed_text_is_refused_and_named(string text)
    {
        OciFormatException error = Assert.Throws<OciFormatException>(() => ImageReference.Parse(text));
        Assert.Equal(("Oci.InvalidReference", text), (error.ErrorId, error.Target));
    }

    [Theory]
    [InlineData("docker.io/library/nginx:latest", "mirror.example.com", "mirror.example.com/library/nginx:latest")]
    [InlineData("nginx:latest", "mirror.example.com", "mirror.example.com/library/nginx:latest")]
    [InlineData("docker.io/library/nginx@" + SomeDigest, "mirror.example.com", "mirror.example.com/library/nginx@" + SomeDigest)]
    [InlineData("nginx:1.2@" + SomeDigest, "mirror.example.com", "mirror.example.com/library/nginx@" + SomeDigest)]
    [InlineData("nginx", "mirror.example.com", "mirror.example.com/library/nginx:latest")]
    [InlineData("docker.io/library/nginx:latest", "https://mirror.example.com", "mirror.example.com/library/nginx:latest")]
    [InlineData("docker.io/library/nginx:latest", "https://mirror.example.com:5000", "mirror.example.com:5000/library/nginx:latest")]
    [InlineData("docker.io/library/nginx:latest", "https://mirror.example.com:5000/my-project", "mirror.example.com:5000/my-project/library/nginx:latest")]
    [InlineData("docker.io/library/nginx:latest", "mirror.example.com:5000/my-project", "mirror.example.com:5000/my-project/library/nginx:latest")]
    [InlineData("docker.io/neutree/neutree-node-agent:v1.2.0", "registry.example.com/neutree-ai", "registry.example.com/neutree-ai/neutree/neutree-node-agent:v1.2.0")]
    [InlineData("registry.example.com/neutree-ai/neutree/x:v1", "registry.example.com/neutree-ai", "registry.example.com/neutree-ai/neutree/x:v1")]
    [InlineData("localhost/example/base:1.0", "r.example.com", "r.example.com/example/base:1.0")]
    [InlineData("ghcr.io/acme/my-workload:v1", "docker.io/neutree-ai", "docker.io/neutree-ai/acme/my-workload:v1")]
    public void Rewriting_puts_the_repository_below_the_prefix(string image, string mirror, string expected) =>
        Assert.Equal(expected, ImageReference.Parse(image).RewriteTo(RegistryPrefix.Parse(mirror)).ToString());

    [Theory]
    [InlineData("registry.example.com/neutree", "vllm/vllm-cuda", "v0.5.0", "registry.example.com/neutree/vllm/vllm-cuda:v0.5.0")]
    [InlineData("registry.example.com", "vllm/vllm-cuda", "v0.5.0", "registry.example.com/vllm/vllm-cuda:v0.5.0")]
    [InlineData("new-registry.com/neutree", "old-registry.com/vllm/vllm-cuda", "v0.5.0", "new-registry.com/neutree/vllm/vllm-cuda:v0.5.0")]
    [InlineData("new-registry.com/neutree", "old-registry.com:5000/vllm/vllm-cuda", "v0.5.0", "new-registry.com/neutree/vllm/vllm-cuda:v0.5.0")]
    [InlineData("registry.example.com/neutree", "myorg/vllm-cuda", "v0.5.0", "registry.example.com/neutree/myorg/vllm-cuda:v0.5.0")]
    [InlineData("registry.example.com", "postgres", "v13.0.0", "registry.example.com/library/postgres:v13.0.0")]
    [InlineData("registry.example.com/neutree", "postgres", "v13.0.0", "registry.example.com/neutree/library/postgres:v13.0.0")]
    [InlineData("registry.example.com", "docker.io/postgres", "v13.0.0", "registry.example.com/library/postgres:v13.0.0")]
    [InlineData("registry.example.com", "index.docker.io/postgres", "v13.0.0", "registry.example.com/library/postgres:v13.0.0")]
    [InlineData("registry.example.com", "registry-1.docker.io/postgres", "v13.0.0", "registry.example.com/library/postgres:v13.0.0")]
    [InlineData("registry.example.com", "private.example.com/postgres", "v13.0.0", "registry.example.com/postgres:v13.0.0")]
    [InlineData("registry.example.com", "private.example.com:5000/postgres", "v13.0.0", "registry.example.com/postgres:v13.0.0")]
    public void A_package_item_gets_its_name_below_the_prefix(string prefix, string name, string tag, string expected) =>
        Assert.Equal(expected, ImageReference.FromNameAndTag(name, tag).RewriteTo(RegistryPrefix.Parse(prefix)).ToString());

    [Theory]
    [InlineData("docker.io/library/postgres:13", "postgres:13")]
    [InlineData("docker.io/x/y:1", "x/y:1")]
    [InlineData("quay.io/x/y:1", "quay.io/x/y:1")]
    [InlineData("docker.io/library/deep/name:1", "library/deep/name:1")]
    public void The_familiar_form_is_what_docker_save_writes(string text, string familiar)
    {
        Assert.Equal(familiar, ImageReference.Parse(text).ToFamiliarString());
        Assert.Equal(ImageReference.Parse(text), ImageReference.Parse(familiar));
    }

    [Fact]
    public void A_package_name_with_a_tag_of_its_own_is_refused() =>
        Assert.Throws<OciFormatException>(() => ImageReference.FromNameAndTag("a/b:1", "2"));
}
