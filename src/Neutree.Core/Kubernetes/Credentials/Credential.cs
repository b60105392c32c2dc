using System.Net.Http.Headers;
using System.Net.Security;

namespace Neutree.Core.Kubernetes.Credentials;

/// <summary>What a request is sent with. No record: nothing may print it.</summary>
internal sealed class Credential
{
    public static Credential None { get; } = new();

    public AuthenticationHeaderValue? Authorization { get; init; }

    public SslStreamCertificateContext? Certificate { get; init; }
}
