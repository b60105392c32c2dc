using Neutree.Core.Oci.Transfer;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Oci.Transfer;

public sealed class ImageLocationTests
{
    [Theory]
    [InlineData("docker://nginx", "Registry", "nginx")]
    [InlineData("docker-archive:a/b", "Archive", "a/b")]
    [InlineData("oci-archive:x", "Archive", "x")]
    [InlineData("oci:folder", "Folder", "folder")]
    [InlineData("registry.example.com:5000/a:1", "Registry", "registry.example.com:5000/a:1")]
    [InlineData("http://registry.example.com:5000/a:1", "Registry", "http://registry.example.com:5000/a:1")]
    [InlineData("nginx", "Registry", "nginx")]
    [InlineData("images.TAR", "Archive", "images.TAR")]
    [InlineData("images.tar.gz", "Archive", "images.tar.gz")]
    [InlineData("./nginx", "Archive", "./nginx")]
    [InlineData("/srv/nginx", "Archive", "/srv/nginx")]
    [InlineData("-", "Archive", "-")]
    public void A_text_names_its_kind_of_place(string text, string place, string value) =>
        Assert.Equal((place, value), (ImageLocation.Parse(text).Place.ToString(), ImageLocation.Parse(text).Value));

    [Fact]
    public void An_existing_folder_or_file_wins_over_a_reference()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("nginx");
        File.WriteAllText(file, "");
        Assert.Equal((ImagePlace.Folder, ImagePlace.Archive), (ImageLocation.Parse(folder.Path).Place, ImageLocation.Parse(file).Place));
    }

    [Theory]
    [InlineData("host:5000", false)]
    [InlineData("http://host:5000", false)]
    [InlineData("host:5000/project", false)]
    [InlineData("host:5000/project/app:1", true)]
    [InlineData("http://host:5000/app:1", true)]
    [InlineData("host/app@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", true)]
    public void Only_a_tag_or_digest_behind_a_repository_names_one_image(string text, bool exact) =>
        Assert.Equal(exact, ImageLocation.Parse("docker://" + text).IsExactReference);
}
