using System.Diagnostics;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Helm.Charts;
using Neutree.Core.Tests.Helm.Differential;

namespace Neutree.Core.Tests.Fuzzing;

/// <summary>Whatever a chart is, loading and rendering it gives text or a typed error, soon.</summary>
public sealed class ChartFuzzTests
{
    private static readonly TimeSpan Time = FuzzBudget.Time(2);

    [Fact]
    public void Archives_with_changed_bytes()
    {
        byte[] archive = Sample().Pack();
        byte[] plain = Unpacked(archive);
        Random random = new(FuzzBudget.Seed(11));
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < Time)
        {
            byte[] changed = random.Next(2) == 0 ? Changed(archive, random) : Packed(Changed(plain, random));
            FuzzRun.Try(Convert.ToHexString(changed), () => new ChartLoader().LoadArchive(changed, "x.tgz"));
        }
    }

    [Fact]
    public void Templates_with_arguments_of_any_sort()
    {
        using TemporaryFolder folder = new();
        ChartGenerator generator = new(new Grammar()) { IllTyped = 40 };
        Stopwatch watch = Stopwatch.StartNew();
        for (int seed = FuzzBudget.Seed(1); watch.Elapsed < Time; seed++)
        {
            GeneratedChart chart = generator.Create(seed, 8);
            foreach (string path in chart.Templates.ToArray())
            {
                GeneratedChart alone = chart.WithOnly(template => template == path);
                string target = folder.File("chart");
                alone.WriteTo(target);
                FuzzRun.Try(alone.Text(path), () => OwnEngine.TemplateAsync(alone, target, CancellationToken.None).GetAwaiter().GetResult());
            }
        }
    }

    [Theory]
    [InlineData("{{ define \"x\" }}{{ include \"x\" . }}{{ end }}{{ include \"x\" . }}")]
    [InlineData("{{ define \"x\" }}{{ tpl .Values.again . }}{{ end }}{{ include \"x\" . }}")]
    [InlineData("{{ tpl .Values.again . }}")]
    [InlineData("{{ define \"x\" }}{{ template \"x\" . }}{{ end }}{{ template \"x\" . }}")]
    [InlineData("{{ $m := dict }}{{ $_ := set $m \"m\" $m }}{{ toYaml $m }}{{ toJson $m }}{{ toToml $m }}")]
    [InlineData("{{ $m := dict }}{{ $_ := set $m \"m\" $m }}{{ print $m }}")]
    [InlineData("{{ $m := dict }}{{ $_ := set $m \"m\" $m }}{{ deepCopy $m }}")]
    [InlineData("{{ $m := dict }}{{ $_ := set $m \"m\" $m }}{{ merge (dict \"m\" (dict \"m\" (dict))) $m }}")]
    [InlineData("{{ $m := dict }}{{ $_ := set $m \"m\" $m }}{{ $n := dict }}{{ $_ := set $n \"m\" $n }}{{ deepEqual $m $n }}")]
    [InlineData("{{ $l := list }}{{ range until 3000 }}{{ $l = list $l }}{{ end }}{{ toYaml $l | len }}{{ toJson $l | len }}{{ print $l | len }}")]
    [InlineData("{{ $t := \"x\" }}{{ range until 40 }}{{ $t = print $t $t }}{{ end }}{{ len $t }}")]
    [InlineData("{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ fail \"soon\" }}{{ end }}")]
    [InlineData("{{ repeat 1000000 \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\" | regexReplaceAll \"(a|aa)+$\" \"x\" | len }}")]
    [InlineData("{{ fromYaml (repeat 20000 \"[\") }}{{ fromJson (repeat 20000 \"[\") }}{{ fromToml (print \"a=\" (repeat 20000 \"[\")) }}")]
    [InlineData("{{ fromYaml (repeat 5000 \"- \") | len }}{{ fromYaml (repeat 5000 \"? \") | len }}")]
    public async Task Templates_without_end(string template)
    {
        using TemporaryFolder folder = new();
        string chart = ChartSource.Demo.Add("values.yaml", "again: \"{{ tpl .Values.again . }}\"\n").Add("templates/t.yaml", "a: " + template + "\n").WriteTo(folder);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));

        Exception? ended = await Record.ExceptionAsync(() => OwnEngine.TemplateAsync(new GeneratedChart("demo", new Dictionary<string, byte[]>()), chart, limit.Token).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.True(ended is null or OperationCanceledException, $"{ended}");
    }

    [Fact]
    public void Charts_inside_charts_without_end()
    {
        byte[] inner = Sample().Pack();
        for (int depth = 0; depth < 200; depth++)
        {
            inner = ChartSource.Demo.Add("charts/demo.tgz", inner).Pack();
        }

        FuzzRun.Try("200 archives, each in the next", () => new ChartLoader().LoadArchive(inner, "demo.tgz"));
        ChartSource folders = ChartSource.Demo;
        string path = "";
        for (int depth = 0; depth < 200; depth++)
        {
            path += "charts/demo/";
            folders.Add(path + "Chart.yaml", ChartSource.Chartfile);
        }

        FuzzRun.Try("200 folders, each in the next", () => folders.LoadFolderAsync().GetAwaiter().GetResult());
    }

    private static ChartSource Sample() => ChartSource.Demo
        .Add("values.yaml", "a: 1\nb: {c: [x]}\n")
        .Add("values.schema.json", "{\"type\": \"object\"}")
        .Add("templates/t.yaml", "a: {{ .Values.a }}\n")
        .Add("charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 0.1.0\n")
        .Add("crds/c.yaml", "kind: X\n")
        .Add(".helmignore", "*.bak\n");

    private static byte[] Changed(byte[] original, Random random)
    {
        byte[] changed = [.. original];
        for (int count = random.Next(1, 8); count > 0; count--)
        {
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        }

        return random.Next(5) == 0 ? changed[..random.Next(changed.Length)] : changed;
    }

    private static byte[] Unpacked(byte[] gzip)
    {
        using System.IO.Compression.GZipStream stream = new(new MemoryStream(gzip), System.IO.Compression.CompressionMode.Decompress);
        using MemoryStream plain = new();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[] Packed(byte[] plain)
    {
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream stream = new(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            stream.Write(plain);
        }

        return packed.ToArray();
    }
}
