using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Neutree.Bench.Releases;

/// <summary>What the API server of a benchmark's own cluster counts.</summary>
internal sealed partial class ServerMetrics : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="kubeconfig">The cluster's, with a client certificate in it.</param>
    public ServerMetrics(string kubeconfig)
    {
        string text = File.ReadAllText(kubeconfig);
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(Pem(text, "client-certificate-data"), Pem(text, "client-key-data"));
        HttpClientHandler handler = new()
        {
            // It is this process's own server, on loopback.
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        handler.ClientCertificates.Add(X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null));
        _client = new HttpClient(handler) { BaseAddress = new Uri(Server().Match(text).Groups[1].Value) };
    }

    /// <summary>Requests about single ConfigMaps that were answered so far. No controller makes any but one for each new namespace.</summary>
    public async Task<long> CountConfigMapRequestsAsync(CancellationToken cancellationToken) =>
        (await _client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken)).Split('\n')
            .Where(static line => line.StartsWith("apiserver_request_total{", StringComparison.Ordinal)
                && line.Contains("resource=\"configmaps\"", StringComparison.Ordinal)
                && !line.Contains("verb=\"WATCH\"", StringComparison.Ordinal)
                && !line.Contains("verb=\"LIST\"", StringComparison.Ordinal))
            .Sum(static line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    public void Dispose() => _client.Dispose();

    private static string Pem(string kubeconfig, string field) =>
        Encoding.ASCII.GetString(Convert.FromBase64String(Regex.Match(kubeconfig, $"{field}: ([A-Za-z0-9+/=]+)").Groups[1].Value));

    [GeneratedRegex("server: \"([^\"]+)\"")]
    private static partial Regex Server();
}
