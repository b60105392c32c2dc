using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using Neutree.Core.Go;
using Neutree.Core.Kubernetes.Configuration;

namespace Neutree.Core.Kubernetes.Credentials;

/// <summary>An <c>ExecCredential</c> that a plugin printed.</summary>
internal sealed class PluginAnswer(Credential credential, DateTimeOffset? expiry)
{
    public Credential Credential => credential;

    /// <summary>Null where it doesn't say.</summary>
    public DateTimeOffset? Expiry => expiry;

    /// <summary>The same with the user's own certificate, where the plugin gave none.</summary>
    public PluginAnswer WithCertificate(SslStreamCertificateContext? own) => credential.Certificate is not null || own is null
        ? this
        : new PluginAnswer(new Credential { Authorization = credential.Authorization, Certificate = own }, expiry);

    /// <summary>Throws <see cref="FormatException"/>, whose message holds nothing of what was printed but the version.</summary>
    public static PluginAnswer Parse(byte[] output, string apiVersion, string command)
    {
        KubeconfigFields root = new(Decode(output), "");
        if (root.Text("kind") != "ExecCredential" || root.Text("apiVersion") is not { } given)
        {
            throw new FormatException("it printed something other than an ExecCredential");
        }

        if (given != apiVersion)
        {
            throw new FormatException($"it answered with version {given}, but the kubeconfig asks for {apiVersion}");
        }

        KubeconfigFields status = root.Fields("status") ?? throw new FormatException("its answer has no status");
        string? token = status.Text("token");
        string? certificate = status.Text("clientCertificateData");
        string? key = status.Text("clientKeyData");
        if (certificate is null != key is null)
        {
            throw new FormatException("its answer has only one of clientCertificateData and clientKeyData");
        }

        if (token is null && certificate is null)
        {
            throw new FormatException("its answer has neither a token nor a certificate");
        }

        Credential credential = new()
        {
            Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token),
            Certificate = certificate is null ? null : ClientCertificate.Parse(certificate, key!, $"the answer of {command}"),
        };
        return new PluginAnswer(credential, Time(status.Text("expirationTimestamp")));
    }

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time
        : throw new FormatException("its answer's expirationTimestamp is no time");

    private static GoMap Decode(byte[] output)
    {
        try
        {
            return GoJson.DecodeKeepingIntegers(output) as GoMap ?? throw new FormatException("it printed JSON, but no object");
        }
        catch (GoException)
        {
            throw new FormatException("it printed something that is no JSON");
        }
    }
}
