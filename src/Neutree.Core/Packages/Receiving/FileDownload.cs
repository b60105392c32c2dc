using System.Buffers;
using System.Globalization;
using System.Net;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Receiving;

/// <summary>
/// Fetches one file: in ranges, several at a time, where the server serves them and the file is large; in one piece elsewhere. What broke is continued where it
/// broke, in this run or by the journal of an earlier one, as long as the server's file is still the same; else it begins anew.
/// </summary>
/// <param name="server">Where the file is.</param>
/// <param name="address">The file's.</param>
/// <param name="file">Where it goes; what it has already is kept where it fits.</param>
/// <param name="progress">Told how much is there.</param>
/// <param name="logger">Told of every attempt that broke.</param>
internal sealed class FileDownload(FileServer server, Uri address, PartialFile file, DownloadProgress progress, ILogger logger)
{
    /// <summary>Long enough that asking for it costs nothing beside it.</summary>
    public const long DefaultRangeSize = 16 * 1024 * 1024;

    private const int BufferSize = 1024 * 1024;
    private const long NoteEvery = 8 * 1024 * 1024;

    private readonly FileRequest _request = new(HttpMethod.Get, address, $"download of {ServerAddress.Printable(address)}");
    private readonly Lock _gate = new();
    private ContentIdentity? _identity;
    private bool _rangesOffered;
    private bool _rangesRefused;
    private volatile bool _isOther;
    private long _moved;

    /// <summary>Further tries in a row that get no further.</summary>
    public required int Retry { get; init; }

    /// <summary>Ranges in work at a time.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>Whether a checksum will find it when parts of different versions were put together.</summary>
    public bool IsChecked { get; init; }

    /// <summary>Bytes of one range.</summary>
    public long RangeSize { get; init; } = DefaultRangeSize;

    private bool CanContinue => !_rangesRefused && _identity is { Size: not null } known && (known.IsFirm || IsChecked);

    /// <summary>Brings what is missing.</summary>
    /// <returns>Bytes that were moved.</returns>
    /// <exception cref="PackageException">The server refuses, the connection keeps breaking, or the file can't be written.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        _identity = file.Journal.Identity;
        _identity = CanContinue ? _identity : null;
        _rangesOffered = _identity is not null;
        await AttemptsOf(_request).RunAsync(TryAsync, () => file.Journal.Done, cancellationToken).ConfigureAwait(false);
        return _moved;
    }

    private Attempts AttemptsOf(FileRequest request) => new(server, request, Retry, logger);

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        if (_isOther)
        {
            (_isOther, _identity) = (false, null);
        }

        (long Start, long End)? rest = _identity is { Size: { } known } && CanContinue && file.Journal.Done > 0
            ? file.Journal.Ranges.MissingOf(known).Select(range => (range.Start, End: Connections > 1 ? Math.Min(range.End, range.Start + RangeSize) : range.End)).FirstOrDefault((known, known))
            : null;
        if (rest is { } nothing && nothing.Start == nothing.End)
        {
            progress.Begin(_identity!.Size, nothing.End);
            return;
        }

        using HttpResponseMessage first = await OpenAsync(rest, cancellationToken).ConfigureAwait(false);
        if (rest is null || first.StatusCode != HttpStatusCode.PartialContent)
        {
            _rangesRefused |= rest is not null;
            _identity = ContentIdentity.Of(first);
            file.Reset(_identity);
            _rangesOffered = first.Headers.AcceptRanges.Contains("bytes");
        }

        progress.Begin(_identity!.Size, file.Journal.Done);
        if (_identity.Size is not { } size)
        {
            await CopyAsync(first, 0, long.MaxValue, cancellationToken).ConfigureAwait(false);
            return;
        }

        bool parallel = Connections > 1 && CanContinue && _rangesOffered;
        Queue<(long Start, long End)> ranges = new(Divide(size, parallel ? RangeSize : long.MaxValue));
        if (ranges.Count > 0)
        {
            await WorkAsync(first, ranges, parallel ? Math.Min(Connections, ranges.Count) : 1, cancellationToken).ConfigureAwait(false);
        }
    }

    private IEnumerable<(long Start, long End)> Divide(long size, long most)
    {
        foreach ((long start, long end) in file.Journal.Ranges.MissingOf(size))
        {
            for (long at = start; at < end; at += Math.Min(most, end - at))
            {
                yield return (at, at + Math.Min(most, end - at));
            }
        }
    }

    /// <summary>Works through the ranges on several connections; the first has its answer already. One that breaks ends them all.</summary>
    private async Task WorkAsync(HttpResponseMessage first, Queue<(long Start, long End)> ranges, int connections, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(index => OneAsync(index == 0 ? first : null))).ConfigureAwait(false);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        async Task OneAsync(HttpResponseMessage? answer)
        {
            try
            {
                while (Next() is ({ } start, { } end))
                {
                    using HttpResponseMessage response = answer ?? await OpenAsync((start, end), stop.Token).ConfigureAwait(false);
                    answer = null;
                    if (response.StatusCode != HttpStatusCode.PartialContent && response != first)
                    {
                        _rangesRefused = true;
                        throw Changed("the server sent all of it where a part was asked for");
                    }

                    await CopyAsync(response, start, end, stop.Token).ConfigureAwait(false);
                }
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, error, null);
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }

        (long? Start, long? End) Next()
        {
            lock (_gate)
            {
                return ranges.TryDequeue(out (long Start, long End) range) ? range : (null, null);
            }
        }
    }

    private async Task<HttpResponseMessage> OpenAsync((long Start, long End)? range, CancellationToken cancellationToken)
    {
        FileRequest request = range is { } part ? _request with { Headers = RangeHeaders(part.Start, part.End) } : _request;
        HttpResponseMessage response = await server.SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
        bool kept = false;
        try
        {
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
                || (response.StatusCode == HttpStatusCode.PartialContent && !(range is { } asked && IsRest(response, asked.Start))))
            {
                throw Changed($"the server has no rest that fits the first {file.Journal.Done} bytes");
            }

            kept = response.IsSuccessStatusCode;
            return kept ? response : throw await AttemptsOf(request).FromAnswerAsync(response, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!kept)
            {
                response.Dispose();
            }
        }
    }

    private bool IsRest(HttpResponseMessage response, long start) =>
        response.Content.Headers.ContentRange?.From == start && _identity!.Fits(ContentIdentity.Of(response));

    private KeyValuePair<string, string>[] RangeHeaders(long start, long end)
    {
        KeyValuePair<string, string> range = new("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={start}-{end - 1}"));
        return _identity!.IfRange is { } condition ? [range, new("If-Range", condition)] : [range];
    }

    /// <summary>What is here isn't a part of what is there: the next attempt begins anew.</summary>
    private IOException Changed(string reason)
    {
        _isOther = true;
        return new IOException(reason);
    }

    private async Task CopyAsync(HttpResponseMessage response, long start, long end, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long noted = start;
        long at = start;
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                while (at < end)
                {
                    int read = await server.ReadAsync(body, buffer.AsMemory(0, (int)Math.Min(buffer.Length, end - at)), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        if (end == long.MaxValue)
                        {
                            return;
                        }

                        throw new IOException($"{at - start} of {end - start} bytes arrived");
                    }

                    await file.WriteAsync(buffer.AsMemory(0, read), at, cancellationToken).ConfigureAwait(false);
                    at += read;
                    Interlocked.Add(ref _moved, read);
                    progress.Add(read);
                    if (at - noted >= NoteEvery)
                    {
                        file.Journal.Note(noted, at);
                        noted = at;
                    }
                }
            }
        }
        finally
        {
            if (at > noted)
            {
                file.Journal.Note(noted, at);
            }

            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
