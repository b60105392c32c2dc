using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// When a request to a host is tried again: after 408, 429, 5xx, broken connections and stalls, with the host's back-off or what its
/// <c>Retry-After</c> asks for. A refused certificate doesn't pass by waiting.
/// </summary>
internal sealed class HostRetries
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(10);

    private readonly string _host;
    private readonly HostPacer _pacer;
    private readonly Func<bool> _mayPass;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <param name="host">For messages.</param>
    /// <param name="retry">Further tries of a request; 0 = none.</param>
    /// <param name="pacer">The host's back-off.</param>
    /// <param name="mayPass">False once the host's certificate was refused.</param>
    /// <param name="environment">The clock.</param>
    /// <param name="logger">Told of each further try.</param>
    public HostRetries(string host, int retry, HostPacer pacer, Func<bool> mayPass, RegistryEnvironment environment, ILogger logger)
    {
        _host = host;
        _pacer = pacer;
        _mayPass = mayPass;
        _time = environment.Time;
        _logger = logger;
        Pipeline = CreatePipeline(retry);
    }

    public ResiliencePipeline<HttpResponseMessage> Pipeline { get; }

    public static bool IsTransient(Exception error) => error is HttpRequestException or IOException or TimeoutException;

    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || ((int)status >= 500 && status != HttpStatusCode.NotImplemented);

    /// <summary>Tells the pacer of a failure; the answer is how long to wait.</summary>
    public TimeSpan NoteFailure(HttpResponseMessage? response) =>
        _pacer.ReportFailure(response?.StatusCode == HttpStatusCode.TooManyRequests, response is null ? null : RetryAfter(response));

    public Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, _time, cancellationToken);

    // Seconds or a date.
    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } header ? null
        : header.Delta ?? (header.Date is { } date ? Max(TimeSpan.Zero, date - _time.GetUtcNow()) : null);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private ResiliencePipeline<HttpResponseMessage> CreatePipeline(int retry)
    {
        ResiliencePipelineBuilder<HttpResponseMessage> builder = new() { TimeProvider = _time };
        if (retry > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = retry,
                Delay = TimeSpan.Zero,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is { } error
                        ? IsTransient(error) && _mayPass()
                        : arguments.Outcome.Result is { } answer && IsTransient(answer.StatusCode) && !(RetryAfter(answer) > LongestRetryAfter)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(NoteFailure(arguments.Outcome.Result)),
                OnRetry = arguments =>
                {
                    string? reason = arguments.Outcome.Result?.StatusCode.ToString() ?? arguments.Outcome.Exception?.Message;
                    _logger.LogDebug("{Host}: trying again after {Delay}: {Reason}", _host, arguments.RetryDelay, reason);
                    arguments.Outcome.Result?.Dispose();
                    return default;
                },
            });
        }

        return builder.Build();
    }
}
