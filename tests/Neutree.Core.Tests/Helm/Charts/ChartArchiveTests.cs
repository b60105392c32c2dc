using System.Formats.Tar;
using System.IO.Compression;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Charts;

public sealed class ChartArchiveTests
{
    [Theory]
    [InlineData("../../evil", "chart illegally references parent directory")]
    [InlineData("/foo/../../evil", "chart illegally references parent directory")]
    [InlineData("./../../evil", "chart illegally references parent directory")]
    [InlineData("demo/..hidden", "chart illegally references parent directory")]
    [InlineData("./.", "chart illegally contains content outside the base directory: \"./.\"")]
    [InlineData("evil", "chart illegally contains content outside the base directory: \"evil\"")]
    [InlineData("demo/a/..", "chart illegally contains content outside the base directory: \"demo/a/..\"")]
    [InlineData("//foo", "chart illegally contains absolute paths")]
    [InlineData("\\\\foo", "chart illegally contains absolute paths")]
    [InlineData("\\..\\..\\foo", "chart illegally references parent directory")]
    [InlineData("\\.\\c:\\\\foo", "chart contains illegally named files")]
    [InlineData("/./c://foo", "chart contains illegally named files")]
    [InlineData("\\\\?\\Some\\windows\\magic", "chart illegally contains absolute paths")]
    [InlineData("Chart.yaml/x", "chart yaml not in base directory")]
    public void Paths_that_lead_elsewhere_are_refused(string name, string message)
    {
        byte[] archive = new ArchiveBuilder().AddFile(name, "x").ToTarGzip();

        Assert.Equal(message, Assert.Throws<ChartException>(() => Read(archive)).Message);
    }

    [Theory]
    [InlineData("demo/a/./b//c", "a/b/c")]
    [InlineData("demo/a/../b", "b")]
    [InlineData("demo\\a\\b", "a/b")]
    [InlineData("/Chart.yaml", "Chart.yaml")]
    [InlineData("c:\\Chart.yaml", "Chart.yaml")]
    public void Paths_lose_their_root_folder_and_are_cleaned(string name, string expected) =>
        Assert.Equal(expected, Assert.Single(Read(new ArchiveBuilder().AddFile(name, "x").ToTarGzip())).Name);

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public void Every_form_of_tar_is_read(TarEntryFormat format)
    {
        string name = format is TarEntryFormat.V7 ? "demo/a" : "demo/" + string.Join('/', Enumerable.Repeat("folder", format == TarEntryFormat.Ustar ? 20 : 60)) + "/a";
        byte[] archive = Compress(new ArchiveBuilder().AddFolder("demo/").AddFile(name, "content").ToTar(format));

        ChartFile file = Assert.Single(Read(archive));

        Assert.Equal((name["demo/".Length..], "content", DateTimeOffset.UnixEpoch), (file.Name, file.Data.ToString(), file.ModifiedAt));
    }

    [Fact]
    public void Links_are_empty_files_and_global_headers_none()
    {
        using MemoryStream tar = new();
        using (TarWriter writer = new(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["comment"] = "x" }));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "demo/link") { LinkName = "/etc/passwd" });
        }

        ChartFile file = Assert.Single(Read(Compress(tar.ToArray())));

        Assert.Equal(("link", 0), (file.Name, file.Data.Length));
    }

    [Fact]
    public void An_archive_without_files_is_refused() =>
        Assert.Equal("no files in chart archive", Assert.Throws<ChartException>(() => Read(new ArchiveBuilder().AddFolder("demo/").ToTarGzip())).Message);

    [Fact]
    public void Size_limits_hold_for_the_file_the_archive_and_all_archives_inside()
    {
        ChartLimits limits = new() { ArchiveSize = 100, FileSize = 60, TotalSize = 150, Entries = 4 };

        Assert.Single(Read(new ArchiveBuilder().AddFile("demo/a", new byte[60]).ToTarGzip(), new ChartBudget(limits)));
        Fails("decompressed chart file \"demo/a\" is larger than the maximum file size 60", limits, 61);
        Fails("decompressed chart is larger than the maximum size 100", limits, 60, 40);
        Fails("chart has more than 4 entries, those of the archives inside it included", limits, 1, 1, 1, 1, 1);

        ChartBudget shared = new(limits);
        Read(new ArchiveBuilder().AddFile("demo/a", new byte[60]).AddFile("demo/b", new byte[39]).ToTarGzip(), shared);
        ChartException error = Assert.Throws<ChartException>(() => Read(new ArchiveBuilder().AddFile("demo/a", new byte[60]).ToTarGzip(), shared));
        Assert.Equal(("chart with the archives inside it is larger than the maximum size 150", ErrorKind.LimitExceeded), (error.Message, error.Kind));
    }

    [Fact]
    public void Charts_nested_without_end_are_refused()
    {
        ChartSource chart = ChartSource.Demo;
        for (int level = 0; level < 70; level++)
        {
            chart = ChartSource.Demo.Add("charts/demo.tgz", chart.Pack());
        }

        ChartException error = Assert.Throws<ChartException>(() => chart.LoadPacked());

        Assert.EndsWith("chart has more than 64 levels of charts inside charts", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.LimitExceeded, error.Kind);
    }

    [Fact]
    public void A_bomb_of_headers_ends_soon()
    {
        using MemoryStream archive = new();
        using (GZipStream zipped = new(archive, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] entry = new ArchiveBuilder().AddFolder("demo/").ToTar()[..512];
            for (int count = 0; count < 1_000; count++)
            {
                zipped.Write(entry);
            }
        }

        ChartException error = Assert.Throws<ChartException>(() => Read(archive.ToArray(), new ChartBudget(new ChartLimits { Entries = 999 })));

        Assert.Equal(ErrorKind.LimitExceeded, error.Kind);
    }

    [Fact]
    public void An_archive_cut_off_anywhere_is_refused()
    {
        byte[] archive = ChartSource.Demo.Add("templates/a.yaml", new string('a', 700)).Pack();

        for (int length = 3; length < archive.Length - 8; length++)
        {
            byte[] cut = archive[..length];
            try
            {
                // The blocks that end a tar may be missing, but then nothing else is.
                Assert.Equal(2, Read(cut).Count);
            }
            catch (ChartException error)
            {
                Assert.Equal(ErrorKind.InvalidData, error.Kind);
            }
        }
    }

    [Fact]
    public void Damaged_archives_end_in_chart_errors()
    {
        byte[] tar = new ArchiveBuilder()
            .AddFile("demo/Chart.yaml", ChartSource.Chartfile)
            .AddFile("demo/values.yaml", "a: 1\n")
            .AddFile("demo/charts/inner.tgz", ChartSource.Demo.Pack())
            .AddFile("demo/" + new string('n', 180), "long")
            .ToTar(TarEntryFormat.Gnu);
        byte[] packed = Compress(tar);
#pragma warning disable CA5394 // Reproducible damage, no secret.
        Random random = new(20_241);
        for (int round = 0; round < 3_000; round++)
        {
            bool inside = round % 2 == 0;
            byte[] damaged = [.. inside ? tar : packed];
            for (int count = random.Next(1, 6); count > 0; count--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            byte[] archive = inside ? Compress(damaged) : damaged;
            try
            {
                Assert.NotEmpty(new ChartLoader().LoadArchive(archive, "damaged.tgz").Name);
            }
            catch (ChartException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }
#pragma warning restore CA5394
    }

    private static void Fails(string message, ChartLimits limits, params int[] sizes)
    {
        ArchiveBuilder builder = new();
        for (int index = 0; index < sizes.Length; index++)
        {
            builder.AddFile($"demo/{(char)('a' + index)}", new byte[sizes[index]]);
        }

        ChartException error = Assert.Throws<ChartException>(() => Read(builder.ToTarGzip(), new ChartBudget(limits)));
        Assert.Equal((message, ErrorKind.LimitExceeded), (error.Message, error.Kind));
    }

    private static List<ChartFile> Read(byte[] archive, ChartBudget? budget = null)
    {
        using MemoryStream stream = new(archive);
        return ChartArchive.Read(stream, budget ?? new ChartBudget(new ChartLimits()), default);
    }

    private static byte[] Compress(byte[] tar)
    {
        using MemoryStream archive = new();
        using (GZipStream zipped = new(archive, CompressionLevel.Fastest, leaveOpen: true))
        {
            zipped.Write(tar);
        }

        return archive.ToArray();
    }
}
