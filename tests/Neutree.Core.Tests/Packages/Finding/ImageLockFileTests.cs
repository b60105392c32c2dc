using Neutree.Core.Oci;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Finding;

public sealed class ImageLockFileTests
{
    private const string Text = """
        images:
          - digest: sha256:2222222222222222222222222222222222222222222222222222222222222222
            image: docker.io/library/postgres:13
            platforms:
              - blobs:
                  - digest: sha256:4444444444444444444444444444444444444444444444444444444444444444
                    size: 5
                digest: sha256:3333333333333333333333333333333333333333333333333333333333333333
                platform: linux/amd64
            reasons:
              - StatefulSet/db spec.template.spec.containers[0].image (c/templates/db.yaml)
          - digest: sha256:1111111111111111111111111111111111111111111111111111111111111111
            image: registry.example.com:5000/team/app:1
            platforms: []
            reasons: []
        lock_version: "1.0"

        """;

    private static readonly FoundImage App = Image("registry.example.com:5000/team/app:1", '1');

    private static readonly FoundImage Postgres = Image("postgres:13", '2') with
    {
        Platforms = [new PinnedPlatform(new Platform("linux", "amd64"), Repeated('3'), [new PinnedBlob(Repeated('4'), 5)])],
        Reasons = [new ImageReason { Kind = ImageReasonKind.Container, Resource = "StatefulSet/db", Path = "spec.template.spec.containers[0].image", Source = "c/templates/db.yaml" }],
    };

    [Fact]
    public void Images_are_written_by_name_whatever_their_order() => Assert.Equal(Text.ReplaceLineEndings("\n"), ImageLockFile.Write([App, Postgres]));

    [Fact]
    public void What_was_written_is_read_with_digests_platforms_and_blobs()
    {
        IReadOnlyList<FoundImage> read = ImageLockFile.Read(Text, "site.lock");

        Assert.True(ImageLockFile.IsLock(Text));
        Assert.Equal(["postgres:13: images[0] (site.lock)", "registry.example.com:5000/team/app:1: images[1] (site.lock)"], read.Select(image => $"{image.Image}: {Assert.Single(image.Reasons)}"));
        Assert.Equal(Text.ReplaceLineEndings("\n"), ImageLockFile.Write([App, read[0] with { Reasons = Postgres.Reasons }]));
    }

    [Theory]
    [InlineData("lock_version: \"2.0\"", "its lock_version is \"2.0\"; \"1.0\" is expected")]
    [InlineData("lock_version: \"1.0\"\nimages: [{image: 'a:1', digest: x}]", "'x' is not a")]
    [InlineData("lock_version: \"1.0\"\nimages: {}", "'images' is not a list")]
    public void A_file_of_another_shape_is_refused(string text, string why)
    {
        PackageException error = Assert.Throws<PackageException>(() => ImageLockFile.Read(text, "site.lock"));

        Assert.StartsWith("site.lock can't be read as a lock file: " + why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_file_with_an_image_that_failed_is_not_written()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("site.lock");
        FoundImage failed = App with { Digest = null, Error = new PackageException("Package.ImageNotInEngine", ErrorKind.NotFound, "gone") };

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => ImageLockFile.SaveAsync(path, [Postgres, failed], CancellationToken.None));

        Assert.Equal($"the lock file {path} was not written, because 1 of its 2 images can't be pinned", error.Message);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    private static FoundImage Image(string name, char digit) =>
        new() { Image = name, Reference = ImageReference.Parse(name), Reasons = [], Digest = Repeated(digit) };

    private static Digest Repeated(char digit) => Digest.Parse("sha256:" + new string(digit, 64));
}
