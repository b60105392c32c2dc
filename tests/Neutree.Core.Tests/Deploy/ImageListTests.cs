using Neutree.Core.Oci;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Deploy;

/// <summary>The lists of deploy/images (spec 7.4).</summary>
public sealed class ImageListTests
{
    public static TheoryData<string, int> Lists => new()
    {
        { "control-plane.txt", 18 },
        { "cluster/ssh.txt", 3 },
        { "cluster/ssh-nvidia_gpu.txt", 2 },
        { "cluster/ssh-amd_gpu.txt", 1 },
        { "cluster/kubernetes.txt", 14 },
        { "cluster/kubernetes-nvidia_gpu.txt", 1 },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_holds_references_with_tags_each_once(string list, int count)
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(TestFolders.Repository, "deploy", "images", list));
        ImageReference[] images = [.. lines.Where(line => !line.StartsWith('#')).Select(line => ImageReference.Parse(line))];

        Assert.Equal(count, images.Select(image => image.ToString()).Distinct().Count());
        Assert.Equal(count, images.Length);
        Assert.All(images, image => Assert.NotNull(image.Tag));
    }

    [Fact]
    public void Every_list_is_tested()
    {
        string folder = Path.Combine(TestFolders.Repository, "deploy", "images");

        Assert.Equal(
            Lists.Select(row => (string)row[0]!).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }
}
