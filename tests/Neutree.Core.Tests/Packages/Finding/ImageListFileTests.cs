using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Tests.Packages.Finding;

public sealed class ImageListFileTests
{
    [Theory]
    [InlineData("neutree/router:latest", "neutree/router:v1.2.0")]
    [InlineData("neutree/neutree-serve:latest-rocm", "neutree/neutree-serve:v1.2.0-rocm")]
    [InlineData("neutree/router", "neutree/router:v1.2.0")]
    [InlineData("registry.example.com:5000/neutree/router:latest", "registry.example.com:5000/neutree/router:v1.2.0")]
    [InlineData("neutree/neutree-node-agent:v1.1.0-rc.1", "neutree/neutree-node-agent:v1.1.0-rc.1")]
    [InlineData("victoriametrics/vmagent:latest", "victoriametrics/vmagent:latest")]
    [InlineData("docker.io/library/busybox", "docker.io/library/busybox")]
    public void Latest_of_Neutrees_images_is_the_version_that_is_packed(string line, string expected) =>
        Assert.Equal(expected, ImageListFile.WithVersion(line, "v1.2.0"));

    [Fact]
    public void Without_a_version_lines_stay_as_they_are() => Assert.Equal("neutree/router:latest", ImageListFile.WithVersion("neutree/router:latest", null));

    [Fact]
    public void Comments_and_blank_lines_are_skipped_and_each_image_keeps_its_lines()
    {
        ImageCollection images = new();
        ImageListFile.Add("# heading\r\n\r\npostgres:13   # the database\nneutree/router\n\tdocker.io/library/postgres:13\n", "list.txt", "v2", images);

        Assert.Equal(
            ["neutree/router:v2: line 4 (list.txt)", "postgres:13: line 3 (list.txt), line 5 (list.txt)"],
            images.Images.Select(image => $"{image.Image}: {string.Join(", ", image.Reasons)}"));
    }

    [Fact]
    public void A_line_that_is_no_image_is_told_with_its_number()
    {
        ImageCollection images = new();
        ImageListFile.Add("team/App:1\n", "list.txt", null, images);

        Assert.Equal("'team/App:1' is not an image reference; it stands in line 1 (list.txt)", Assert.Single(images.Images).Error?.Message);
    }
}
