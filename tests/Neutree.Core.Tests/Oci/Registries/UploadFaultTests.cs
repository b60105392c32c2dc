using System.Net;
using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using static Neutree.Core.Tests.Oci.Registries.ScriptedServer;

namespace Neutree.Core.Tests.Oci.Registries;

/// <summary>Uploads against a server that plays one fault each, byte for byte.</summary>
public sealed class UploadFaultTests
{
    private const string Repository = "a/b";
    private static readonly byte[] Small = Encoding.ASCII.GetBytes("small blob");
    private static readonly byte[] Large = TestBlobs.Bytes(700_000);

    [Fact]
    public async Task A_202_to_the_single_POST_goes_on_with_a_PUT_to_its_location()
    {
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "GET" => Reply("200 OK"),
            "POST" => Reply("202 Accepted", "Location: /upload/1?state=x%2Fy\r\n"),
            "PUT" => Reply("201 Created"),
            _ => Reply("500 Unexpected"),
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);

        await client.UploadBlobAsync(Repository, TestBlobs.Known(Small), null, default);

        string digest = Uri.EscapeDataString(Digest.Compute(Small).ToString());
        Assert.Equal(["GET /v2/", $"POST /v2/a/b/blobs/uploads/?digest={digest}", $"PUT /upload/1?state=x%2Fy&digest={digest}"], server.Lines);
        Assert.Equal(Small, server.Requests.Last().Body);
    }

    [Fact]
    public async Task A_relative_location_with_a_query_is_followed_as_it_stands()
    {
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" => Reply("202 Accepted", "Location: ../../../../elsewhere?token=a%2Bb\r\n"),
            "PATCH" => Reply("202 Accepted", $"Location: second?again=1\r\nRange: 0-{Large.Length - 1}\r\n"),
            "PUT" => Reply("204 No Content"),
            _ => Reply("200 OK"),
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);

        (Digest digest, long size) = await client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default);

        Assert.Equal((Digest.Compute(Large), Large.LongLength), (digest, size));
        Assert.Equal(
            ["GET /v2/", "POST /v2/a/b/blobs/uploads/", "PATCH /v2/elsewhere?token=a%2Bb", $"PUT /v2/second?again=1&digest={Uri.EscapeDataString(digest.ToString())}"],
            server.Lines);
        Assert.Equal(Large, server.Requests.ElementAt(2).Body);
        Assert.Equal("chunked", server.Requests.ElementAt(2)["Transfer-Encoding"]);
    }

    [Fact]
    public async Task A_location_on_another_host_gets_the_blob_but_no_credentials()
    {
        await using ScriptedServer other = Answer(request => request.Method == "PATCH" ? Reply("202 Accepted", "Location: /done\r\n") : Reply("201 Created"));
        await using ScriptedServer server = Answer(request =>
            request["Authorization"] is null ? Reply("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n")
            : request.Method == "POST" ? Reply("202 Accepted", $"Location: http://{other.Host}/session\r\n")
            : Reply("200 OK"));
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser());

        await client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default);

        Assert.Equal(["PATCH", "PUT"], other.Requests.Select(r => r.Method));
        Assert.All(other.Requests, r => Assert.Null(r["Authorization"]));
        Assert.Contains(server.Requests, r => r["Authorization"] is not null);
    }

    [Fact]
    public async Task A_416_is_answered_by_going_on_where_the_registry_stands()
    {
        int patches = 0;
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" => Reply("202 Accepted", "Location: /s\r\n"),
            "PATCH" when ++patches == 1 => Reply("416 Range Not Satisfiable"),
            "PATCH" => Reply("202 Accepted", $"Location: /s\r\nRange: 0-{Large.Length - 1}\r\n"),
            "GET" when request.Target == "/s" => Reply("204 No Content", "Location: /s\r\nRange: 0-299999\r\n"),
            "PUT" => Reply("201 Created"),
            _ => Reply("200 OK"),
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);

        await client.UploadBlobAsync(Repository, TestBlobs.Known(Large), null, default);

        WireRequest second = server.Requests.Last(r => r.Method == "PATCH");
        Assert.Equal(("300000-699999", "400000"), (second["Content-Range"], second["Content-Length"]));
        Assert.Equal(Large[300_000..], second.Body);
    }

    [Fact]
    public async Task A_short_accept_is_sent_the_rest()
    {
        int patches = 0;
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" => Reply("202 Accepted", "Location: /s\r\n"),
            "PATCH" when ++patches == 1 => Reply("202 Accepted", "Location: /t\r\nRange: 0-99999\r\n"),
            "PATCH" => Reply("202 Accepted", $"Location: /u\r\nRange: 0-{Large.Length - 1}\r\n"),
            "PUT" => Reply("201 Created"),
            _ => Reply("200 OK"),
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);

        await client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default);

        WireRequest second = server.Requests.Last(r => r.Method == "PATCH");
        Assert.Equal("/t", second.Target);
        Assert.Equal(Large[100_000..], second.Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_drops_is_followed_by_chunks_from_where_the_registry_stands(bool lengthIsKnown)
    {
        int patches = 0;
        await using ScriptedServer server = Run(async (request, connection) =>
        {
            if (request.Method == "PATCH" && ++patches == 1)
            {
                await connection.ReadBodyAsync(250_000);
                connection.Break();
                return;
            }

            await connection.ReplyAsync(request, r => r.Method switch
            {
                "POST" => Reply("202 Accepted", "Location: /s\r\nOCI-Chunk-Min-Length: 200000\r\n"),
                "PATCH" => Reply("202 Accepted", $"Location: /s\r\nRange: 0-{r["Content-Range"]!.Split('-')[1]}\r\n"),
                "GET" when r.Target == "/s" => Reply("204 No Content", "Location: /s\r\nRange: 0-249999\r\n"),
                "PUT" => Reply("201 Created"),
                _ => Reply("200 OK"),
            });
        });
        InstantTime time = new();
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, ChunkSize = 100_000 }, time);
        RecordedProgress progress = new();

        BlobContent content = lengthIsKnown ? TestBlobs.Known(Large) : TestBlobs.Unknown(Large);
        await client.UploadBlobAsync(Repository, content, progress, default);

        WireRequest[] chunks = [.. server.Requests.Where(r => r["Content-Range"] is not null)];
        Assert.Equal(["250000-449999", "450000-649999", "650000-699999"], chunks.Select(c => c["Content-Range"]));
        Assert.Equal(["200000", "200000", "50000"], chunks.Select(c => c["Content-Length"]));
        Assert.Equal(Large[250_000..], chunks.SelectMany(c => c.Body).ToArray());
        Assert.Equal(TimeSpan.FromMilliseconds(250), Assert.Single(time.Waits));
        Assert.Equal(Large.Length, progress.Values[^1]);
    }

    [Fact]
    public async Task A_drop_without_retries_left_is_an_error_and_closes_the_session()
    {
        await using ScriptedServer server = Run(async (request, connection) =>
        {
            if (request.Method == "PATCH")
            {
                await connection.ReadBodyAsync(10_000);
                connection.Break();
                return;
            }

            await connection.ReplyAsync(request, r => r.Method == "POST" ? Reply("202 Accepted", "Location: /s\r\n") : Reply("200 OK"));
        });
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, Retry = 0 });

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default));

        Assert.Equal(("Registry.ConnectionFailed", ErrorKind.ConnectionFailed), (error.ErrorId, error.Kind));
        Assert.Contains("a proxy may limit request bodies", error.Recommendation, StringComparison.Ordinal);
        Assert.Equal("DELETE /s", server.Lines.Last());
    }

    [Fact]
    public async Task A_PATCH_answered_201_without_location_is_taken_as_accepted()
    {
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" => Reply("202 Accepted", "Location: /s\r\n"),
            "PATCH" or "PUT" => Reply("201 Created"),
            _ => Reply("200 OK"),
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);

        await client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default);

        Assert.Equal($"PUT /s?digest={Uri.EscapeDataString(Digest.Compute(Large).ToString())}", server.Lines.Last());
    }

    [Fact]
    public async Task A_413_turns_to_chunks_and_then_names_the_proxy_s_limit()
    {
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" => Reply("202 Accepted", "Location: /s\r\n"),
            "PATCH" when request["Content-Range"] is null => Reply("413 Payload Too Large"),
            "PATCH" when long.Parse(request["Content-Length"]!, null) <= 300_000 => Reply("202 Accepted", $"Location: /s\r\nRange: 0-{request["Content-Range"]!.Split('-')[1]}\r\n"),
            "PATCH" => Reply("413 Payload Too Large"),
            "PUT" => Reply("201 Created"),
            "GET" when request.Target == "/s" => Reply("204 No Content", "Range: 0-0\r\n"),
            _ => Reply("200 OK"),
        });
        await using RegistryClient fitting = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, ChunkSize = 300_000 });
        await fitting.UploadBlobAsync(Repository, TestBlobs.Known(Large), null, default);
        Assert.Equal(Large, server.Requests.Where(r => r["Content-Range"] is not null).SelectMany(r => r.Body).ToArray());

        await using RegistryClient tooLarge = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, ChunkSize = 600_000 });
        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => tooLarge.UploadBlobAsync(Repository, TestBlobs.Known(Large), null, default));
        Assert.Equal(("Registry.BodyTooLarge", ErrorKind.LimitExceeded), (error.ErrorId, error.Kind));
        Assert.Contains("client_max_body_size", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_500_and_then_success_is_a_success()
    {
        int posts = 0;
        int puts = 0;
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" when ++posts == 1 => Reply("500 Internal Server Error"),
            "POST" => Reply("202 Accepted", "Location: /s\r\n"),
            "PATCH" => Reply("202 Accepted", $"Range: 0-{Large.Length - 1}\r\n"),
            "PUT" when ++puts == 1 => Reply("503 Service Unavailable"),
            "PUT" => Reply("201 Created"),
            _ => Reply("200 OK"),
        });
        InstantTime time = new();
        await using RegistryClient client = TestBlobs.Client(server.Host, time: time);

        await client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default);

        Assert.Equal(["GET", "POST", "POST", "PATCH", "PUT", "PUT"], server.Requests.Select(r => r.Method));
        Assert.Equal([TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(250)], time.Waits);
    }

    [Fact]
    public async Task A_500_that_stays_is_an_error_after_the_retries()
    {
        await using ScriptedServer server = Answer(request => request.Method == "POST" ? Reply("500 Internal Server Error", "", "{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"disk full\"}]}") : Reply("200 OK"));
        InstantTime time = new();
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, Retry = 2 }, time);

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default));

        Assert.Equal(("Registry.ServerFault", HttpStatusCode.InternalServerError), (error.ErrorId, error.StatusCode));
        Assert.Contains("UNKNOWN: disk full", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count(r => r.Method == "POST"));
        Assert.Equal([TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500)], time.Waits);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Sun, 22 Nov 2026 12:00:30 GMT", 30)]
    public async Task A_429_waits_as_long_as_the_registry_asks_and_lowers_the_concurrency(string retryAfter, int seconds)
    {
        int posts = 0;
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" when ++posts == 1 => Reply("429 Too Many Requests", $"Retry-After: {retryAfter}\r\n"),
            "POST" => Reply("201 Created"),
            _ => Reply("200 OK"),
        });
        InstantTime time = new();
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, ThrottleLimit = 4 }, time);

        await client.UploadBlobAsync(Repository, TestBlobs.Known(Small), null, default);

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(time.Waits));
        Assert.Equal(2, client.Pacer.Limit);
        for (int i = 0; i < 20; i++)
        {
            await client.FindBlobAsync(Repository, Digest.Compute(Small), default);
        }

        Assert.Equal(4, client.Pacer.Limit);
    }

    [Fact]
    public async Task A_token_that_ends_in_the_middle_is_renewed_and_the_upload_goes_on()
    {
        int tokens = 0;
        await using ScriptedServer server = Answer(request =>
        {
            if (request.Target.StartsWith("/token", StringComparison.Ordinal))
            {
                return Reply("200 OK", "", $"{{\"token\":\"t{++tokens}\",\"expires_in\":300}}");
            }

            string challenge = "WWW-Authenticate: Bearer realm=\"http://HOST/token\",service=\"s\",scope=\"repository:a/b:pull,push\",error=\"invalid_token\"\r\n"
                .Replace("HOST", request["Host"], StringComparison.Ordinal);
            bool accepted = request["Authorization"] == "Bearer t1" && request.Method == "POST" || request["Authorization"] == "Bearer t2";
            return !accepted ? Reply("401 Unauthorized", challenge) : request.Method switch
            {
                "POST" => Reply("202 Accepted", "Location: /s\r\n"),
                "PATCH" => Reply("202 Accepted", $"Location: /s\r\nRange: 0-{Large.Length - 1}\r\n"),
                "PUT" => Reply("201 Created"),
                _ => Reply("204 No Content", "Location: /s\r\nRange: 0-0\r\n"),
            };
        });
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser() with { Retry = 0 });

        Assert.Equal((Digest.Compute(Large), Large.LongLength), await client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default));

        Assert.Equal(2, tokens);
        Assert.Equal(["Bearer t1", "Bearer t2"], server.Requests.Where(r => r.Method == "PATCH").Select(r => r["Authorization"]));
    }

    [Theory]
    [InlineData("405 Method Not Allowed")]
    [InlineData("403 Forbidden")]
    [InlineData("500 Internal Server Error")]
    [InlineData("404 Not Found")]
    public async Task A_refused_mount_means_that_the_blob_is_sent(string status)
    {
        await using ScriptedServer server = Answer(request => request.Method == "POST" ? Reply(status) : Reply("200 OK"));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.False(await client.TryMountBlobAsync(Repository, Digest.Compute(Small), "c/d", default));

        Assert.Equal($"POST /v2/a/b/blobs/uploads/?mount={Uri.EscapeDataString(Digest.Compute(Small).ToString())}&from=c%2Fd", server.Lines.Last());
    }

    [Fact]
    public async Task A_mount_needs_no_origin()
    {
        await using ScriptedServer server = Answer(request => request.Method == "POST" ? Reply("201 Created") : Reply("200 OK"));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.True(await client.TryMountBlobAsync(Repository, Digest.Compute(Small), null, default));

        Assert.Equal($"POST /v2/a/b/blobs/uploads/?mount={Uri.EscapeDataString(Digest.Compute(Small).ToString())}", server.Lines.Last());
    }

    [Fact]
    public async Task The_session_of_a_refused_mount_is_used_or_closed()
    {
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" => Reply("202 Accepted", request.Target.Contains(Digest.Compute(Large).Hex, StringComparison.Ordinal) ? "Location: /used\r\n" : "Location: /unused\r\n"),
            "PATCH" => Reply("202 Accepted", $"Range: 0-{Large.Length - 1}\r\n"),
            "PUT" => Reply("201 Created"),
            _ => Reply("200 OK"),
        });
        await using (RegistryClient client = TestBlobs.Client(server.Host))
        {
            Assert.False(await client.TryMountBlobAsync(Repository, Digest.Compute(Large), null, default));
            Assert.False(await client.TryMountBlobAsync(Repository, Digest.Compute(Small), null, default));
            await client.UploadBlobAsync(Repository, TestBlobs.Known(Large), null, default);
        }

        string digest = Uri.EscapeDataString(Digest.Compute(Large).ToString());
        Assert.Equal(["PATCH /used", $"PUT /used?digest={digest}", "DELETE /unused"], server.Lines.Skip(3));
    }

    [Fact]
    public async Task A_wrong_digest_in_the_answer_is_an_error()
    {
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" => Reply("202 Accepted", "Location: /s\r\n"),
            "PATCH" => Reply("202 Accepted"),
            "PUT" => Reply("201 Created", $"Docker-Content-Digest: {Digest.Compute(Small)}\r\n"),
            _ => Reply("200 OK"),
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default));

        Assert.Equal("Registry.DigestMismatch", error.ErrorId);
    }

    [Fact]
    public async Task A_registry_that_stops_reading_counts_as_broken()
    {
        await using ScriptedServer server = Run(async (request, connection) =>
        {
            if (request.Method == "PATCH")
            {
                // Nothing is read and nothing answered until the client gives up.
                await connection.ReadBodyAsync(1);
                await connection.WaitForEndAsync();
                return;
            }

            await connection.ReplyAsync(request, r => r.Method == "POST" ? Reply("202 Accepted", "Location: /s\r\n") : Reply("200 OK"));
        });
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, Retry = 0, StallTimeout = TimeSpan.FromMilliseconds(300) });

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default));

        Assert.Equal(("Registry.Timeout", ErrorKind.Timeout), (error.ErrorId, error.Kind));
    }

    [Fact]
    public async Task A_broken_source_is_reported_as_it_is_and_not_tried_again()
    {
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" => Reply("202 Accepted", "Location: /s\r\n"),
            "PATCH" => Reply("202 Accepted", "Location: /fresh\r\n"),
            _ => Reply("200 OK"),
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);
        OciFormatException broken = new("Test.Broken", "the archive is truncated");
        BlobContent content = TestBlobs.Unknown(Large, null, at => at > 0 ? Task.FromException(broken) : Task.CompletedTask);

        Exception error = await Assert.ThrowsAsync<OciFormatException>(() => client.UploadBlobAsync(Repository, content, null, default));

        Assert.Same(broken, error);
        Assert.Equal(1, server.Requests.Count(r => r.Method == "PATCH"));
        Assert.DoesNotContain(server.Requests, r => r.Method == "PUT");
        Assert.Contains(server.Requests, r => r.Method == "DELETE");
    }

    [Fact]
    public async Task With_a_journal_a_large_blob_goes_in_segments_and_each_location_is_recorded()
    {
        byte[] blob = TestBlobs.Bytes(9 * 1024 * 1024);
        int sent = 0;
        List<Uri?> recorded = [];
        MemoryJournal journal = new();
        ScriptedServer? self = null;
        await using ScriptedServer server = self = Answer(request =>
        {
            recorded.Add(journal.FindUpload(self!.Host, Repository, "key"));
            sent += request.Method == "PATCH" ? request.Body.Length : 0;
            return request.Method switch
            {
                "POST" => Reply("202 Accepted", "Location: /s0\r\n"),
                "PATCH" => Reply("202 Accepted", $"Location: /s{sent}\r\nRange: 0-{sent - 1}\r\n"),
                "PUT" => Reply("201 Created"),
                _ => Reply("200 OK"),
            };
        });
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, Journal = journal });

        await client.UploadBlobAsync(Repository, TestBlobs.Known(blob, "key"), null, default);

        Assert.Equal(["PATCH /s0", "PATCH /s4194304", "PATCH /s8388608"], server.Lines.Where(l => l.StartsWith("PATCH", StringComparison.Ordinal)));
        Assert.Equal([null, null, "/s0", "/s4194304", "/s8388608", "/s9437184"], recorded.Select(u => u?.AbsolutePath));
        Assert.Equal(0, journal.Count);
    }

    [Fact]
    public async Task A_registry_that_loses_the_session_of_a_broken_PATCH_gets_no_segments()
    {
        byte[] blob = TestBlobs.Bytes(9 * 1024 * 1024);
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" => Reply("202 Accepted", "Location: /s?_state=token\r\n"),
            "PATCH" => Reply("202 Accepted", "Location: /s?_state=other\r\n"),
            "PUT" => Reply("201 Created"),
            _ => Reply("200 OK"),
        });
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, Journal = new MemoryJournal() });

        await client.UploadBlobAsync(Repository, TestBlobs.Known(blob, "key"), null, default);

        Assert.Equal(blob, server.Requests.Single(r => r.Method == "PATCH").Body);
    }

    [Fact]
    public async Task Cancelling_ends_the_upload_even_where_the_registry_hangs()
    {
        using CancellationTokenSource stop = new();
        await using ScriptedServer server = Run(async (request, connection) =>
        {
            if (request.Method == "PATCH")
            {
                await connection.ReadBodyAsync(1);
                await stop.CancelAsync();
                await connection.WaitForEndAsync();
                return;
            }

            await connection.ReplyAsync(request, r => r.Method == "POST" ? Reply("202 Accepted", "Location: /s\r\n") : Reply("200 OK"));
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);
        Task upload = client.UploadBlobAsync(Repository, TestBlobs.Unknown(TestBlobs.Bytes(30_000_000)), null, stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload.WaitAsync(TimeSpan.FromSeconds(5)));

        Assert.Contains("DELETE /s", server.Lines);
    }

    [Fact]
    public async Task A_registry_that_takes_no_second_PATCH_gets_the_blob_whole()
    {
        byte[] blob = TestBlobs.Bytes(9 * 1024 * 1024);
        int patches = 0;
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "POST" => Reply("202 Accepted", "Location: /s\r\n"),
            "PATCH" when ++patches == 2 => Reply("400 Bad Request"),
            "PATCH" => Reply("202 Accepted", "Location: /s\r\n"),
            "PUT" => Reply("201 Created"),
            _ => Reply("200 OK"),
        });
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, Journal = new MemoryJournal() });

        await client.UploadBlobAsync(Repository, TestBlobs.Known(blob, "key"), null, default);

        Assert.Equal(blob, server.Requests.Last(r => r.Method == "PATCH").Body);
    }

    [Fact]
    public async Task A_new_run_goes_on_inside_the_blob()
    {
        await using ScriptedServer server = Answer(request => request.Method switch
        {
            "PATCH" => Reply("202 Accepted", $"Location: /s3\r\nRange: 0-{Large.Length - 1}\r\n"),
            "GET" when request.Target == "/s1" => Reply("204 No Content", "Location: /s2\r\nRange: 0-599999\r\n"),
            "PUT" => Reply("201 Created"),
            _ => Reply("200 OK"),
        });
        MemoryJournal journal = new();
        journal.RecordUpload(server.Host, Repository, "key", new Uri($"http://{server.Host}/s1"));
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, Journal = journal });

        Assert.Equal((Digest.Compute(Large), Large.LongLength), await client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large, "key"), null, default));

        Assert.Equal(["GET /v2/", "GET /s1", "PATCH /s2", $"PUT /s3?digest={Uri.EscapeDataString(Digest.Compute(Large).ToString())}"], server.Lines);
        Assert.Equal(Large[600_000..], server.Requests.Single(r => r.Method == "PATCH").Body);
    }

    [Fact]
    public async Task A_PUT_whose_answer_was_lost_is_found_by_looking()
    {
        int puts = 0;
        await using ScriptedServer server = Run(async (request, connection) =>
        {
            await connection.ReadBodyAsync();
            if (request.Method == "PUT" && ++puts == 1)
            {
                connection.Break();
                return;
            }

            await connection.SendAsync(request.Method switch
            {
                "POST" => Reply("202 Accepted", "Location: /s\r\n"),
                "PATCH" => Reply("202 Accepted"),
                "PUT" => Reply("404 Not Found"),
                "HEAD" => "HTTP/1.1 200 OK\r\nContent-Length: 700000\r\n\r\n",
                _ => Reply("200 OK"),
            });
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.Equal((Digest.Compute(Large), Large.LongLength), await client.UploadBlobAsync(Repository, TestBlobs.Unknown(Large), null, default));

        Assert.Equal(2, puts);
        Assert.Equal(1, server.Requests.Count(r => r.Method == "PATCH"));
    }

    [Fact]
    public async Task An_empty_blob_is_sent_without_a_PATCH()
    {
        await using ScriptedServer server = Answer(request => request.Method == "POST" ? Reply("202 Accepted", "Location: /s\r\n") : Reply("201 Created"));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.Equal((Digest.Compute([]), 0L), await client.UploadBlobAsync(Repository, TestBlobs.Unknown([]), null, default));
        Assert.Equal((Digest.Compute([]), 0L), await client.UploadBlobAsync(Repository, TestBlobs.Known([]), null, default));

        Assert.Equal(["GET", "POST", "PUT", "POST", "PUT"], server.Requests.Select(r => r.Method));
    }

    private static RegistryOptions WithUser() => new() { PlainHttp = true, Credential = new NetworkCredential("alice", "secret123") };
}
