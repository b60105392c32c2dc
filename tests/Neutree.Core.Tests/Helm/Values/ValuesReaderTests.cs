using System.Net;
using Neutree.Core.Go;
using Neutree.Core.Helm.Values;

namespace Neutree.Core.Tests.Helm.Values;

public sealed class ValuesReaderTests
{
    [Fact]
    public async Task A_dash_is_standard_input_once()
    {
        using MemoryStream input = new("a: 1\nb: 2\n"u8.ToArray());

        GoMap values = await new ValuesReader(input).ReadAsync(new ValuesOptions { Files = ["-", " - "], Set = ["b=3"] }, CancellationToken.None);

        Assert.Equal("map[a:1 b:3]", GoFormat.ToText(values).ToString());
    }

    [Fact]
    public async Task A_value_can_be_standard_input()
    {
        using MemoryStream input = new("text"u8.ToArray());

        GoMap values = await new ValuesReader(input).ReadAsync(new ValuesOptions { FileContents = ["a=-,b=-"] }, CancellationToken.None);

        Assert.Equal("map[a:text b:]", GoFormat.ToText(values).ToString());
    }

    [Theory]
    [InlineData("https://example.com/values.yaml")]
    [InlineData("HTTP://example.com/values.yaml")]
    [InlineData("oci://example.com/values")]
    public async Task Urls_are_refused_unless_they_are_allowed(string url)
    {
        ValuesException refusal = await Assert.ThrowsAsync<ValuesException>(
            () => new ValuesReader(Stream.Null).ReadAsync(new ValuesOptions { Files = [url] }, CancellationToken.None));

        Assert.Equal(("Values.UrlRefused", ErrorKind.NotSupported, url), (refusal.ErrorId, refusal.Kind, refusal.Target));
    }

    [Fact]
    public async Task Urls_are_fetched_where_they_are_allowed()
    {
        using Answers answers = new(HttpStatusCode.OK, "a: {b: 1}\n");
        using HttpClient client = new(answers);

        GoMap values = await new ValuesReader(Stream.Null, client).ReadAsync(
            new ValuesOptions { Files = ["http://example.com/v.yaml"], FileContents = ["c=http://example.com/c"], AllowUrls = true }, CancellationToken.None);

        Assert.Equal("map[a:map[b:1] c:a: {b: 1}\n]", GoFormat.ToText(values).ToString());
        Assert.Equal(["http://example.com/v.yaml", "http://example.com/c"], answers.Asked);
    }

    [Fact]
    public async Task A_url_that_answers_with_an_error_is_reported()
    {
        using Answers answers = new(HttpStatusCode.NotFound, "");
        using HttpClient client = new(answers);

        ValuesException refusal = await Assert.ThrowsAsync<ValuesException>(() => new ValuesReader(Stream.Null, client).ReadAsync(
            new ValuesOptions { Files = ["http://example.com/v.yaml"], AllowUrls = true }, CancellationToken.None));

        Assert.Equal("failed to fetch http://example.com/v.yaml : 404 Not Found", refusal.Message);
    }

    [Fact]
    public async Task A_source_without_end_is_refused()
    {
        using EndlessStream input = new();

        ValuesException refusal = await Assert.ThrowsAsync<ValuesException>(
            () => new ValuesSource(input, client: null) { MaxLength = 100_000 }.ReadAsync("-", CancellationToken.None));

        Assert.Equal((ErrorKind.LimitExceeded, "read standard input: values of more than 100000 bytes"), (refusal.Kind, refusal.Message));
    }

    [Fact]
    public async Task What_is_wrong_with_json_is_part_of_the_advice()
    {
        ValuesException refusal = await Assert.ThrowsAsync<ValuesException>(
            () => new ValuesReader(Stream.Null).ReadAsync(new ValuesOptions { Json = ["a=[1"] }, CancellationToken.None));

        Assert.Equal("failed parsing --set-json data a=[1", refusal.Message);
        Assert.Contains(refusal.InnerException!.Message, refusal.Recommendation, StringComparison.Ordinal);
    }

    private sealed class Answers(HttpStatusCode status, string content) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.ToString());
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(content) });
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(buffer.Length);
    }
}
