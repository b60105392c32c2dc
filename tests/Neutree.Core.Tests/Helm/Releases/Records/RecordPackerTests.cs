using Neutree.Core.Go;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Releases.Records;

public sealed class RecordPackerTests
{
    private readonly LogLines _log = new();

    [Fact]
    public void A_small_record_is_packed_whole_and_in_silence()
    {
        ReleaseRecord record = Record(templates: [100], files: 100, manifest: 100);
        string before = ReleaseJson.Write(record.Json).ToString();

        GoString packed = new RecordPacker(_log).Pack(record);

        Assert.Equal(before, ReleaseCodec.Decode(packed.Span).ToString());
        Assert.Equal([], _log.Lines);
    }

    [Fact]
    public void A_record_near_the_limit_is_warned_about_with_sizes()
    {
        ReleaseRecord record = Record(templates: [100], files: 100, manifest: 800 << 10);

        GoString packed = new RecordPacker(_log).Pack(record);

        Assert.InRange(packed.Length, RecordPacker.Limit / 4 * 3, RecordPacker.Limit);
        Assert.Matches("^the record of release big, revision 3, takes [0-9]+ of the 1024 KiB that a Secret holds \\(manifest 800 KiB before compression\\)$", Assert.Single(_log.Lines));
    }

    [Fact]
    public void Files_go_before_templates_and_large_templates_before_small_ones()
    {
        ReleaseRecord record = Record(templates: [10 << 10, 500 << 10, 900 << 10], files: 400 << 10, manifest: 10 << 10);

        GoString packed = new RecordPacker(_log).Pack(record);

        Assert.True(packed.Length <= RecordPacker.Limit);
        ReleaseRecord read = new(ReleaseJson.Read(ReleaseCodec.Decode(packed.Span)));
        Assert.Equal([("t0", false), ("t1", false), ("t2", true)], Content(read, "templates"));
        Assert.Equal([("f", true)], Content(read, "files"));
        Assert.Equal(record.Manifest, read.Manifest);
        Assert.Contains("the chart's files and its 1 largest templates are stored by their names only", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_was_trimmed_is_packed_at_once_the_next_time()
    {
        ReleaseRecord record = Record(templates: [100], files: 2 << 20, manifest: 100);
        RecordPacker packer = new(_log);
        GoString first = packer.Pack(record);

        Assert.Equal(first, packer.Pack(record));
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void What_does_not_fit_without_files_and_templates_is_refused_with_sizes()
    {
        ReleaseRecord record = Record(templates: [100], files: 100, manifest: 2 << 20);

        ReleaseException refusal = Assert.Throws<ReleaseException>(() => new RecordPacker(_log).Pack(record));

        Assert.Equal("Release.RecordTooLarge", refusal.ErrorId);
        Assert.Matches("^the record of release big, revision 3, takes [0-9]+ KiB without the chart's files and templates; a Secret holds 1024 KiB \\(manifest 2048 KiB before compression\\)$", refusal.Message);
    }

    private static IEnumerable<(string Name, bool IsEmpty)> Content(ReleaseRecord record, string list) =>
        ((GoSlice)record.Chart[list]!).Cast<GoMap>().Select(static file => (file["name"]!.ToString()!, file["data"] is GoString { IsEmpty: true }));

    private static ReleaseRecord Record(int[] templates, int files, int manifest)
    {
        Random random = new(1);
        GoMap chart = new();
        chart["templates"] = new GoSlice([.. templates.Index().Select(template => File($"t{template.Index}", template.Item, random))]);
        chart["files"] = new GoSlice([File("f", files, random)]);
        GoMap json = new();
        json["name"] = (GoString)"big";
        json["version"] = Boxed.Int(3);
        json["chart"] = chart;
        json["manifest"] = Noise(manifest, random);
        return new ReleaseRecord(json);
    }

    private static GoMap File(string name, int size, Random random)
    {
        GoMap file = new();
        file["name"] = (GoString)name;
        byte[] data = new byte[size];
        random.NextBytes(data);
        file["data"] = GoSlice.OfBytes(data);
        return file;
    }

    /// <summary>Text that hardly compresses: 64 different characters.</summary>
    private static GoString Noise(int length, Random random)
    {
        byte[] text = new byte[length];
        for (int index = 0; index < length; index++)
        {
            text[index] = (byte)"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[random.Next(64)];
        }

        return GoString.Adopt(text);
    }
}
