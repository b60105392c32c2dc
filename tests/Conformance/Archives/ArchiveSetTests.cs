using System.Text.RegularExpressions;

namespace Neutree.Conformance.Archives;

public sealed class ArchiveSetTests : IDisposable
{
    private const string Listing = "archives.json";
    private readonly string _folder = Directory.CreateTempSubdirectory("neutree-set-").FullName;

    public ArchiveSetTests()
    {
        foreach (string name in (string[])["hello.tar", Listing])
        {
            File.Copy(RepositoryFile.Find($"tests/Fixtures/archives/{name}"), Path.Join(_folder, name));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_repository_s_own_sample_holds_what_its_listing_says() =>
        Assert.Equal([new CaseOutcome("hello.tar", null)], await RunAsync());

    [Theory]
    [InlineData("(?<=neutree/hello:)1.0", "1.1")]
    [InlineData("(?<=\"architecture\": \")amd64", "arm64")]
    [InlineData("(?<=\"diffIds\": \\[\\s+\"sha256:)[0-9a-f]{4}", "0000")]
    [InlineData("(?<=\"config\": \"sha256:)[0-9a-f]{4}", "0000")]
    public async Task A_name_platform_layer_or_config_that_differs_is_reported(string pattern, string replacement)
    {
        string listing = Path.Join(_folder, Listing);
        string text = await File.ReadAllTextAsync(listing);
        Assert.Matches(pattern, text);
        await File.WriteAllTextAsync(listing, Regex.Replace(text, pattern, replacement));

        CaseOutcome outcome = Assert.Single(await RunAsync());

        Assert.StartsWith("expected:\n", outcome.Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_outside_may_be_refused_by_name_where_the_listing_allows_it()
    {
        await AddCompressedAsync("zstd");

        Assert.Equal(new CaseOutcome("hello.tar.zst", null), (await RunAsync())[1]);
    }

    [Fact]
    public async Task A_refusal_that_the_listing_does_not_allow_is_reported()
    {
        await AddCompressedAsync("gzip");

        Assert.StartsWith("refused: Archive.UnsupportedCompression: ", (await RunAsync())[1].Difference, StringComparison.Ordinal);
    }

    /// <summary>Lists the sample a second time, as a file that begins like zstd.</summary>
    private async Task AddCompressedAsync(string listedAs)
    {
        await File.WriteAllBytesAsync(Path.Join(_folder, "hello.tar.zst"), [0x28, 0xB5, 0x2F, 0xFD, 0, 0, 0, 0]);
        string listing = Path.Join(_folder, Listing);
        string text = (await File.ReadAllTextAsync(listing)).TrimEnd()[..^1];
        await File.WriteAllTextAsync(listing, $$"""{{text}}, "hello.tar.zst": { "same_as": "hello.tar", "compression": "{{listedAs}}" } }""");
    }

    private async Task<List<CaseOutcome>> RunAsync()
    {
        List<CaseOutcome> outcomes = [];
        await foreach (CaseOutcome outcome in new ArchiveSet().RunAsync(_folder, CancellationToken.None))
        {
            outcomes.Add(outcome);
        }

        return outcomes;
    }
}
