using Neutree.Core.Go;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Yaml;

namespace Neutree.Core.Tests.Packages.Finding;

public sealed class ResourceImagesTests
{
    [Theory]
    [InlineData("pods")]
    [InlineData("operators")]
    [InlineData("embedded")]
    [InlineData("silent")]
    public void Images_are_found_where_the_structure_of_objects_says(string name)
    {
        ImageCollection images = new();
        foreach (GoString document in YamlDocuments.Split(Case($"{name}.yaml")))
        {
            new ResourceImages(images, $"{name}.yaml").Add((GoMap)YamlReader.Read(document)!);
        }

        IEnumerable<string> found = images.Images.SelectMany(image => image.Reasons.Select(reason => $"{image.Image}\t{reason.Kind}\t{reason.Resource}\t{reason.Path}\n"));
        Assert.Equal(Case($"{name}.images"), string.Concat(found));
    }

    [Theory]
    [InlineData("--agent-image", "team/agent", true)]
    [InlineData("--agent-image", "agent", false)]
    [InlineData("--agent-image", "true", false)]
    [InlineData("imageTag", "team/agent:1", false)]
    [InlineData("imageName", "team/agent:1", true)]
    [InlineData("--anything", "team/agent:1", false)]
    [InlineData("--anything", "registry.example.com/agent:1", true)]
    [InlineData("--anything", "registry.example.com/agent", false)]
    [InlineData("--anything", "registry.example.com/agent:8080", false)]
    [InlineData("--anything", "https://registry.example.com/agent:1", false)]
    [InlineData("--anything", "registry.example.com:5000", false)]
    [InlineData("profileimagery", "team/agent:1", false)]
    public void A_value_is_believed_to_be_an_image_by_its_name_or_its_shape(string name, string value, bool isImage) =>
        Assert.Equal(isImage, ImageText.Find(name, value) is not null);

    [Fact]
    public void A_container_whose_image_is_no_reference_is_found_with_an_error()
    {
        ImageCollection images = new();
        new ResourceImages(images, "t.yaml").Add((GoMap)YamlReader.Read("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{image: ':1'}]}}")!);

        FoundImage found = Assert.Single(images.Images);
        Assert.Equal("':1' is not an image reference; it stands in Pod/p spec.containers[0].image (t.yaml)", found.Error?.Message);
    }

    private static string Case(string name)
    {
        using Stream stream = typeof(ResourceImagesTests).Assembly.GetManifestResourceStream("Finding." + name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
