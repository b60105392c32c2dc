using System.Net;
using Microsoft.Extensions.Logging;
using Neutree.Core.Kubernetes.Configuration;
using Polly;
using Polly.Retry;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>
/// When a request is sent again. Always: where it surely wasn't carried out (429, 503 with <c>Retry-After</c>, no connection). Where
/// sending it twice does no harm: also after 5xx, time-outs and broken connections. A refused certificate doesn't pass by waiting.
/// </summary>
internal sealed class ApiRetries
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(2);

    private readonly Func<bool> _mayPass;
    private readonly KubernetesEnvironment _environment;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<ApiAnswer> _careful;
    private readonly ResiliencePipeline<ApiAnswer> _generous;

    /// <param name="retry">Further tries of a request; 0 = none.</param>
    /// <param name="mayPass">False once the server's certificate was refused.</param>
    /// <param name="environment">The clock.</param>
    /// <param name="logger">Told of each further try.</param>
    public ApiRetries(int retry, Func<bool> mayPass, KubernetesEnvironment environment, ILogger logger)
    {
        _mayPass = mayPass;
        _environment = environment;
        _logger = logger;
        _careful = CreatePipeline(retry, WasNotCarriedOut);
        _generous = CreatePipeline(retry, MayPass);
    }

    public ResiliencePipeline<ApiAnswer> For(ApiRequest request) => request.IsRepeatable ? _generous : _careful;

    /// <summary>How long a server asks to be left alone; null where it doesn't, or for longer than anybody waits.</summary>
    public static TimeSpan? Bearable(TimeSpan? asked) => asked > LongestRetryAfter ? null : asked;

    private static bool WasNotCarriedOut(Outcome<ApiAnswer> outcome) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError } } => true,
        { Result.Status: HttpStatusCode.TooManyRequests } => true,
        { Result: { Status: HttpStatusCode.ServiceUnavailable, RetryAfter: not null } } => true,
        _ => false,
    };

    private static bool MayPass(Outcome<ApiAnswer> outcome) =>
        WasNotCarriedOut(outcome)
        || outcome.Exception is HttpRequestException or IOException or TimeoutException
        || outcome.Result?.Status is HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private ResiliencePipeline<ApiAnswer> CreatePipeline(int retry, Func<Outcome<ApiAnswer>, bool> handles)
    {
        ResiliencePipelineBuilder<ApiAnswer> builder = new() { TimeProvider = _environment.Time };
        if (retry > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<ApiAnswer>
            {
                MaxRetryAttempts = retry,
                Delay = TimeSpan.Zero,
                ShouldHandle = arguments => ValueTask.FromResult(
                    handles(arguments.Outcome) && _mayPass() && arguments.Outcome.Result?.RetryAfter == Bearable(arguments.Outcome.Result?.RetryAfter)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Delay(arguments.AttemptNumber, arguments.Outcome.Result?.RetryAfter)),
                OnRetry = arguments =>
                {
                    string? reason = arguments.Outcome.Result?.Status.ToString() ?? arguments.Outcome.Exception?.Message;
                    _logger.LogDebug("Asking the cluster again after {Delay}: {Reason}", arguments.RetryDelay, reason);
                    return default;
                },
            });
        }

        return builder.Build();
    }

    private TimeSpan Delay(int attempt, TimeSpan? asked)
    {
        TimeSpan backOff = FirstDelay * Math.Pow(2, Math.Min(attempt, 10)) * (1 + (0.25 * _environment.Jitter()));
        return asked is { } given && given > TimeSpan.Zero ? given : backOff < LongestDelay ? backOff : LongestDelay;
    }
}
