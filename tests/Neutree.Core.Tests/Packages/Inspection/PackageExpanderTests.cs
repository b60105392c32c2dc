using System.Formats.Tar;
using System.Text;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Inspection;
using Neutree.Core.Tar;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Inspection;

public sealed class PackageExpanderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<string[]> ExpandAsync(byte[] package, bool force = false)
    {
        PackageExpander expander = new(new PackageExpandOptions { Path = _folder.Write("x.tar.gz", package), Destination = _folder.File("site/out"), Force = force });
        List<string> files = [];
        await foreach (ExpandedFile file in expander.ExpandAsync(null, CancellationToken.None))
        {
            files.Add(file.Name);
        }

        return [.. files];
    }

    private async Task<NeutreeException> RefusedAsync(byte[] package, bool force = false)
    {
        NeutreeException error = await Assert.ThrowsAnyAsync<NeutreeException>(() => ExpandAsync(package, force));
        Assert.Equal([], Directory.EnumerateFileSystemEntries(_folder.Path, "*.partial", SearchOption.AllDirectories));
        return error;
    }

    /// <summary>Everything below the folder but the package, in order.</summary>
    private string[] Left() =>
    [
        .. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/')).Where(path => path != "x.tar.gz").Order(StringComparer.Ordinal),
    ];

    private static byte[] Raw(params (string Name, string Content)[] files)
    {
        using MemoryStream tar = new();
        foreach ((string name, string content) in files)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(content);
            tar.Write(TarHeaderWriter.Create(name, bytes.Length, 0));
            tar.Write(bytes);
            tar.Write(new byte[TarHeader.Padded(bytes.Length) - bytes.Length]);
        }

        tar.Write(new byte[2 * TarHeader.BlockSize]);
        return SampleImage.Gzip(tar.ToArray());
    }

    [Fact]
    public async Task A_package_is_unpacked_with_its_sums_compared()
    {
        await using SamplePackage sample = await SamplePackage.CreateAsync(_folder, noise: 3000);
        PackageWriteResult written = await new PackageWriter(sample.Options(_folder.File("sample.tar.gz"))).WriteAsync(null, CancellationToken.None);
        List<ExpandedFile> files = [];
        await foreach (ExpandedFile file in new PackageExpander(new PackageExpandOptions { Path = written.Path, Destination = _folder.File("out") }).ExpandAsync(null, CancellationToken.None))
        {
            files.Add(file);
        }

        Assert.Equal(
            ["manifest.yaml True", "README.md True", "chart/Chart.yaml True", "chart/empty True", "images.txt True", "images/all-images.tar True", "images/all-images.sums True", "checksums.txt False"],
            files.Select(file => $"{file.Name} {file.IsChecked}"));
        Assert.Equal("# Sample\n", File.ReadAllText(_folder.File("out/README.md")));
        Assert.All(files, file => Assert.Equal(file.Size, new FileInfo(file.Path).Length));
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_sum_says_gets_no_name()
    {
        byte[] package = new ArchiveBuilder().AddFile("a", "content").AddFile("checksums.txt", new string('0', 64) + "  a\n").ToTarGzip();

        Assert.Equal("Package.SumMismatch", (await RefusedAsync(package)).ErrorId);
        Assert.Equal([], Left());
    }

    [Theory]
    [InlineData("../evil", "Archive.TraversalName")]
    [InlineData("a/../../evil", "Archive.TraversalName")]
    [InlineData(@"a\..\..\evil", "Archive.TraversalName")]
    [InlineData("..", "Archive.TraversalName")]
    [InlineData("/tmp/evil", "Archive.AbsoluteName")]
    [InlineData("//server/share/evil", "Archive.AbsoluteName")]
    [InlineData(@"\\server\share\evil", "Archive.AbsoluteName")]
    [InlineData(@"C:\evil", "Archive.AbsoluteName")]
    [InlineData("C:/evil", "Archive.AbsoluteName")]
    [InlineData("evil\0.txt", "Archive.InvalidName")]
    public async Task A_name_that_leads_out_of_the_folder_is_refused_before_anything_is_written(string name, string id)
    {
        // Short names stop at a NUL; those in PAX records don't.
        string padded = name.Contains('\0', StringComparison.Ordinal) ? name + new string('x', 100) : name;

        Assert.Equal(id, (await RefusedAsync(Raw(("good", "good"), (padded, "evil")), force: true)).ErrorId);
        Assert.Equal([], Left());
    }

    [Theory]
    [InlineData("/etc/passwd", "Archive.AbsoluteLink")]
    [InlineData("../../etc/passwd", "Archive.LinkOutside")]
    [InlineData("..", "Archive.LinkOutside")]
    public async Task A_symbolic_link_that_leads_out_is_refused(string target, string id)
    {
        byte[] package = new ArchiveBuilder().AddSymbolicLink("link", target == ".." ? "../x" : target).AddFile("link/evil", "evil").ToTarGzip();

        Assert.Equal(id, (await RefusedAsync(package)).ErrorId);
        Assert.Equal([], Left());
    }

    [Theory]
    [InlineData("/etc/passwd", "Archive.AbsoluteName")]
    [InlineData("../x.tar.gz", "Archive.TraversalName")]
    public async Task A_hard_link_that_leads_out_is_refused(string target, string id)
    {
        Assert.Equal(id, (await RefusedAsync(new ArchiveBuilder().AddHardLink("link", target).ToTarGzip())).ErrorId);
        Assert.Equal([], Left());
    }

    [Fact]
    public async Task Links_inside_become_files_of_their_own()
    {
        byte[] package = new ArchiveBuilder()
            .AddFile("data/a", "content").AddSymbolicLink("data/soft", "a").AddHardLink("hard", "data/a").AddSymbolicLink("folder", "data").AddSymbolicLink("nowhere", "gone").ToTarGzip();

        Assert.Equal(["data/a", "data/soft", "hard"], await ExpandAsync(package));
        Assert.Equal(["site/out/data/a", "site/out/data/soft", "site/out/hard"], Left());
        Assert.All(Left(), path => Assert.Null(new FileInfo(_folder.File(path)).LinkTarget));
        Assert.All(Left(), path => Assert.Equal("content", File.ReadAllText(_folder.File(path))));
    }

    [Fact]
    public async Task Links_that_lead_in_a_circle_are_refused()
    {
        byte[] package = new ArchiveBuilder().AddSymbolicLink("a", "b").AddSymbolicLink("b", "a").ToTarGzip();

        Assert.Equal("Archive.LinkLoop", (await RefusedAsync(package)).ErrorId);
    }

    [Fact]
    public async Task A_link_that_lies_in_the_folder_already_is_not_followed()
    {
        Directory.CreateDirectory(_folder.File("elsewhere"));
        Directory.CreateDirectory(_folder.File("site/out"));
        Directory.CreateSymbolicLink(_folder.File("site/out/chart"), _folder.File("elsewhere"));
        File.CreateSymbolicLink(_folder.File("site/out/file"), _folder.File("elsewhere/target"));

        Assert.Equal("Package.NameOutside", (await RefusedAsync(new ArchiveBuilder().AddFile("chart/evil", "evil").ToTarGzip(), force: true)).ErrorId);
        await ExpandAsync(new ArchiveBuilder().AddFile("file", "mine").ToTarGzip(), force: true);
        Assert.Equal([], Directory.EnumerateFileSystemEntries(_folder.File("elsewhere")));
        Assert.Null(new FileInfo(_folder.File("site/out/file")).LinkTarget);
    }

    [Fact]
    public async Task Devices_and_pipes_are_left_out()
    {
        using MemoryStream tar = new();
        using (TarWriter writer = new(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.CharacterDevice, "null") { DeviceMajor = 1, DeviceMinor = 3 });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.BlockDevice, "disk") { DeviceMajor = 8, DeviceMinor = 0 });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "pipe"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "file") { DataStream = new MemoryStream("content"u8.ToArray()) });
        }

        Assert.Equal(["file"], await ExpandAsync(SampleImage.Gzip(tar.ToArray())));
        Assert.Equal(["site/out/file"], Left());
    }

    [Fact]
    public async Task The_longest_name_that_a_file_system_takes_is_written_and_a_longer_one_is_an_error()
    {
        string longest = new('a', 255);
        Assert.Equal([longest], await ExpandAsync(Raw((longest, "content"))));

        NeutreeException error = await RefusedAsync(Raw((longest + "a", "content")));
        Assert.Equal("Package.WriteFailed", error.ErrorId);
    }

    [Fact]
    public async Task A_file_that_is_also_the_folder_of_another_is_an_error()
    {
        Assert.Equal("Package.WriteFailed", (await RefusedAsync(Raw(("a", "file"), ("a/b", "inside")))).ErrorId);
    }

    [Fact]
    public async Task What_is_there_is_kept_without_force()
    {
        byte[] package = Raw(("a", "new"), ("b", "new"));
        Directory.CreateDirectory(_folder.File("site/out"));
        _folder.Write("site/out/b", "old"u8);

        Assert.Equal("Package.FileExists", (await RefusedAsync(package)).ErrorId);
        Assert.Equal(["site/out/b"], Left());
        Assert.Equal(["a", "b"], await ExpandAsync(package, force: true));
        Assert.Equal("new", File.ReadAllText(_folder.File("site/out/b")));
    }

    [Theory]
    [InlineData("README", "readme")]
    [InlineData("a/x", "A/x")]
    [InlineData("\u00E4", "\u00C4")]
    public void Names_that_a_file_system_takes_for_one_are_refused_there(string first, string second)
    {
        ExpandedNames blind = new(_folder.Path, isWindows: false, isCaseBlind: true);
        blind.PlaceOf(first, "x");
        Assert.Equal("Package.NameCollides", Assert.Throws<PackageException>(() => blind.PlaceOf(second, "x")).ErrorId);

        ExpandedNames exact = new(_folder.Path, isWindows: false, isCaseBlind: false);
        Assert.NotEqual(exact.PlaceOf(first, "x"), exact.PlaceOf(second, "x"));
    }

    [Theory]
    [InlineData("a:stream")]
    [InlineData("C:evil")]
    [InlineData(@"a\b")]
    [InlineData("NUL")]
    [InlineData("nul.txt")]
    [InlineData("chart/Com1.yaml")]
    [InlineData("LPT\u00B9")]
    [InlineData("con .txt")]
    [InlineData("conin$")]
    [InlineData("trailing.")]
    [InlineData("folder /x")]
    [InlineData("what?")]
    [InlineData("tab\there")]
    public void What_Windows_takes_for_something_else_than_a_name_is_refused_there(string name)
    {
        Assert.Equal(
            "Package.NameInvalid",
            Assert.Throws<PackageException>(() => new ExpandedNames(_folder.Path, isWindows: true, isCaseBlind: true).PlaceOf(name, "x")).ErrorId);
        Assert.StartsWith(_folder.Path, new ExpandedNames(_folder.Path, isWindows: false, isCaseBlind: false).PlaceOf(name, "x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("images/images.tar")]
    [InlineData("CONSOLE.txt")]
    [InlineData(".neutree/x")]
    public void Ordinary_names_are_taken_on_Windows(string name) =>
        Assert.Equal(Path.Combine(_folder.Path, name), new ExpandedNames(_folder.Path, isWindows: true, isCaseBlind: true).PlaceOf(name, "x"));
}
