using Neutree.Core.Compose;
using Neutree.Core.Oci;

namespace Neutree.Core.Tests.Compose;

public sealed class ComposeFileTests
{
    [Theory]
    [InlineData("", null, "nginx:latest")]
    [InlineData("my.registry.com", null, "my.registry.com/library/nginx:latest")]
    [InlineData("my.registry.com", "neutree-ai", "my.registry.com/neutree-ai/library/nginx:latest")]
    [InlineData("https://mirror.example.com:5000/my-project", null, "mirror.example.com:5000/my-project/library/nginx:latest")]
    public void Images_are_rewritten_to_the_mirror(string mirror, string? project, string expected)
    {
        ComposeFile file = ComposeFile.Parse("web", "version: '3.8'\nservices:\n  web:\n    image: nginx:latest\n");

        ComposeFile rewritten = mirror.Length == 0 ? file : file.WithImages(image => ImageReference.Parse(image).RewriteTo(RegistryPrefix.Parse(mirror, project)).ToString());

        Assert.Equal($"version: '3.8'\nservices:\n  web:\n    image: {expected}\n", rewritten.Text);
        Assert.Equal(expected, rewritten.Services.Single().Image);
    }

    [Fact]
    public void Only_image_names_change_wherever_and_however_they_stand()
    {
        const string text = """
            # kept 😀
            x-common: &common
              image: shared:1 # of both
              restart: always
            services:
              a: {command: "image: no", image: 'quoted:1'}   # kept
              b:
                image: "double:1"
                environment:
                  IMAGE: image:not
              c:
                <<: *common
              d:
                <<: *common
                image: &named own:2
              e:
                image: *named
            """;

        ComposeFile file = ComposeFile.Parse("t", text).WithImages(image => "r.io/" + image);

        string expected = text.Replace("shared:1", "r.io/shared:1", StringComparison.Ordinal)
            .Replace("'quoted:1'", "\"r.io/quoted:1\"", StringComparison.Ordinal)
            .Replace("double:1", "r.io/double:1", StringComparison.Ordinal)
            .Replace("own:2", "r.io/own:2", StringComparison.Ordinal);
        Assert.Equal(expected, file.Text);
        Assert.Equal(
            ["r.io/quoted:1", "r.io/double:1", "r.io/shared:1", "r.io/own:2", "r.io/own:2"],
            file.Services.Select(service => service.Image));
    }

    [Fact]
    public void What_the_installer_looks_at_is_read()
    {
        ComposeFile file = ComposeFile.Parse("t", """
            services:
              first:
                image: a:1
                container_name: one
                ports: ["80:8000", "127.0.0.1:443:8443/tcp", "9000-9002:1-3", "5000"]
                environment: { A: "x$$y", B: 1 }
              second:
                image: b:1
                ports: [{ target: 80, published: "8080" }, { target: 81, published: 8081 }]
                environment: ["C=d=$$e"]
                depends_on:
                  first: { condition: service_completed_successfully }
              third: { image: "c:1", restart: "no", depends_on: [second] }
            """);

        Assert.Equal(
            [("first", "one", true), ("second", null, false), ("third", null, true)],
            file.Services.Select(service => (service.Name, service.ContainerName, service.IsTask)));
        Assert.Equal([80, 443, 9000, 9001, 9002], file.Services[0].PublishedPorts);
        Assert.Equal([8080, 8081], file.Services[1].PublishedPorts);
        Assert.Equal([("A", "x$y"), ("B", "1")], file.Services[0].Environment.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal([("C", "d=$e")], file.Services[1].Environment.Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData("invalid yaml content", "it has no services")]
    [InlineData("services:\n  web:\n    build: .\n", "the service web has no image")]
    [InlineData("services:\n  web: [\n", "yaml: ")]
    public void What_is_no_compose_file_is_told_as_such(string text, string reason)
    {
        ComposeException error = Assert.Throws<ComposeException>(() => ComposeFile.Parse("site.yml", text));

        Assert.Equal("Compose.InvalidFile", error.ErrorId);
        Assert.StartsWith($"the compose file site.yml can't be used: {reason}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_over_several_lines_is_not_cut_apart()
    {
        ComposeFile file = ComposeFile.Parse("t", "services:\n  a:\n    image: >-\n      nginx:1\n");

        ComposeException error = Assert.Throws<ComposeException>(() => file.WithImages(image => "r.io/" + image));

        Assert.Contains("not written as one plain or quoted text", error.Message, StringComparison.Ordinal);
    }
}
