using System.Net;
using Neutree.Core.Go;
using Neutree.Core.Http;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>Turns a server's <c>Status</c> and broken connections into errors that say what failed, on what, why, and what to do.</summary>
internal static class ApiFailure
{
    /// <summary>Bytes of an answer that tells of a failure; conflicts of a large object take some.</summary>
    public const int LargestStatus = 4 << 20;

    private const int LongestMessage = 4000;

    /// <summary>For an answer other than success.</summary>
    public static KubernetesException FromAnswer(ApiAnswer answer, ApiRequest request, Uri server) =>
        FromStatus((int)answer.Status, ReadStatus(answer.Body), request, server);

    /// <summary>For a <c>Status</c>, which may also come as the event of a watch.</summary>
    /// <param name="code">The HTTP status.</param>
    /// <param name="status">The object, or null where the answer was none.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="server">Whom.</param>
    public static KubernetesException FromStatus(int code, KubernetesObject? status, ApiRequest request, Uri server)
    {
        string reason = status?.Text("reason") ?? "";
        StatusCause[] causes = [.. Causes(status)];
        (string id, ErrorKind kind, string? advice) = Classify(code, reason, causes);
        string message = status?.Text("message") is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestMessage)] : "it gives no reason";
        return new KubernetesException(id, kind, $"{request.What} failed on {Address(server)}: {code} {(HttpStatusCode)code}: {message}")
        {
            StatusCode = (HttpStatusCode)code,
            Reason = reason,
            Verb = request.Verb,
            Resource = request.Resource,
            Namespace = request.Namespace,
            Name = request.Name,
            Causes = causes,
            ContinueToken = status?.Text("metadata", "continue") is { Length: > 0 } token ? token : null,
            Target = request.Name is { } name ? $"{request.Resource} {(request.Namespace is { } ns ? ns + "/" : "")}{name}" : Address(server),
            Recommendation = advice,
        };
    }

    /// <summary>For a connection that couldn't be made or broke.</summary>
    public static KubernetesException FromConnection(Exception error, ApiRequest request, Uri server, CertificateProblem? certificate)
    {
        (string id, ErrorKind kind, string reason, string advice) = error switch
        {
            TimeoutException => ("Kubernetes.Timeout", ErrorKind.Timeout, error.Message, "Check the network between here and the cluster, and the API server's load."),
            HttpRequestException when certificate is not null => (
                "Kubernetes.TlsFailed", ErrorKind.ConnectionFailed, $"its certificate isn't trusted: {certificate.Reason}", Advice(certificate.Fault)),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => (
                "Kubernetes.TlsFailed",
                ErrorKind.ConnectionFailed,
                $"no TLS connection could be made: {ConnectionProblem.TlsReason(error)}",
                "Check the server's address in the kubeconfig, and the client certificate if it has one."),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => (
                "Kubernetes.ConnectionFailed", ErrorKind.ConnectionFailed, "no address is known for that name", "Check the server's name in the kubeconfig, and this machine's DNS servers and hosts file."),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => (
                "Kubernetes.ConnectionFailed", ErrorKind.ConnectionFailed, "the proxy refuses to connect to it", "Check the proxy-url in the kubeconfig, or HTTPS_PROXY and NO_PROXY."),
            _ => ("Kubernetes.ConnectionFailed", ErrorKind.ConnectionFailed, ConnectionProblem.Reason(error), "Check that the cluster runs and that the kubeconfig's server is its address."),
        };
        return new KubernetesException(id, kind, $"{request.What} failed on {Address(server)}: {reason}", error)
        {
            Verb = request.Verb,
            Resource = request.Resource,
            Namespace = request.Namespace,
            Name = request.Name,
            Target = Address(server),
            Recommendation = advice,
        };
    }

    /// <summary>For a kind that the server doesn't know.</summary>
    public static KubernetesException UnknownKind(string apiVersion, string kind, string verb, string? name) =>
        new("Kubernetes.UnknownKind", ErrorKind.NotSupported, $"{verb} of {kind}{(name is null ? "" : " " + name)} failed: the cluster knows no kind {kind} in {apiVersion}")
        {
            Verb = verb,
            Name = name,
            Target = $"{apiVersion} {kind}",
            Recommendation = "Install the custom resource definition it belongs to first, or use a version that this cluster serves.",
        };

    private static string Address(Uri server) => server.AbsoluteUri.TrimEnd('/');

    private static (string Id, ErrorKind Kind, string? Advice) Classify(int code, string reason, StatusCause[] causes) => code switch
    {
        401 => ("Kubernetes.AuthenticationFailed", ErrorKind.AuthenticationFailed, "Check the user of the kubeconfig's context: its token or certificate may have expired."),
        403 => ("Kubernetes.PermissionDenied", ErrorKind.PermissionDenied, "Ask for a role that allows this, or use another context."),
        404 => ("Kubernetes.NotFound", ErrorKind.NotFound, null),
        409 when reason == "AlreadyExists" => ("Kubernetes.AlreadyExists", ErrorKind.AlreadyExists, null),
        409 when causes.Any(cause => cause.Reason == "FieldManagerConflict") =>
            ("Kubernetes.FieldConflict", ErrorKind.AlreadyExists, "Give the fields up, let their other manager do so, or take them over with -ForceConflicts."),
        409 => ("Kubernetes.Conflict", ErrorKind.AlreadyExists, "Somebody changed the object meanwhile; try again."),
        410 => ("Kubernetes.Gone", ErrorKind.NotFound, null),
        413 => ("Kubernetes.TooLarge", ErrorKind.LimitExceeded, "The object is larger than the API server takes."),
        415 => ("Kubernetes.NotSupported", ErrorKind.NotSupported, null),
        422 => ("Kubernetes.Invalid", ErrorKind.InvalidData, null),
        429 => ("Kubernetes.RateLimited", ErrorKind.LimitExceeded, "The API server has too much to do; try later."),
        504 => ("Kubernetes.Timeout", ErrorKind.Timeout, "The API server didn't finish in time; check its load and its webhooks."),
        >= 500 => ("Kubernetes.ServerFault", ErrorKind.ServerFault, "The API server, or a webhook that it calls, has a problem; its log says which."),
        _ => ("Kubernetes.Rejected", ErrorKind.InvalidData, null),
    };

    private static string Advice(CertificateFault fault) => fault switch
    {
        CertificateFault.Absent => "Check that the kubeconfig's server is the address of an API server.",
        CertificateFault.Time => "Renew the API server's certificate, or set this machine's clock.",
        CertificateFault.Name => "Let the kubeconfig's server be a name that the certificate holds, or name one with tls-server-name.",
        _ => "Let the kubeconfig's certificate-authority-data hold the cluster's authority.",
    };

    private static KubernetesObject? ReadStatus(byte[] body)
    {
        try
        {
            return GoJson.DecodeKeepingIntegers(body) is GoMap map && new KubernetesObject(map) is { Kind: "Status" } status ? status : null;
        }
        catch (GoException)
        {
            // A proxy's page; the status line says enough.
            return null;
        }
    }

    private static IEnumerable<StatusCause> Causes(KubernetesObject? status) =>
        status is null ? [] : status.Fields.Fields("details").Items("causes").Select(cause => new StatusCause(cause.Text("reason"), cause.Text("field"), cause.Text("message")));
}
