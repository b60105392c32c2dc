using System.Net;

namespace Neutree.Core.Http;

/// <summary>
/// The proxy that <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c> and <c>NO_PROXY</c> (or in small letters) name, by the rules of Go's programs:
/// <c>NO_PROXY</c> may hold networks (<c>10.0.0.0/8</c>), and loopback never goes by a proxy. .NET's own reads no networks.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly string[] _exceptions;

    /// <param name="getVariable">Reads the environment.</param>
    public EnvironmentProxy(Func<string, string?> getVariable)
    {
        Uri? http = Parse(Variable(getVariable, "HTTP_PROXY"));
        Uri? https = Parse(Variable(getVariable, "HTTPS_PROXY"));
        _http = http is null ? null : Address(http);
        _https = https is null ? null : Address(https);
        _exceptions = Variable(getVariable, "NO_PROXY").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Credentials = CredentialsOf(https ?? http);
    }

    public ICredentials? Credentials { get; set; }

    /// <summary>A proxy's address without the password that it may hold: .NET's messages tell it.</summary>
    public static Uri Address(Uri proxy) => new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;

    /// <summary>User name and password that a proxy's address holds; null where it holds none.</summary>
    public static NetworkCredential? CredentialsOf(Uri? proxy)
    {
        if (proxy is not { UserInfo.Length: > 0 })
        {
            return null;
        }

        string[] parts = proxy.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : ProxyFor(destination);

    public bool IsBypassed(Uri host) => ProxyFor(host) is null || IsLoopback(host) || _exceptions.Any(exception => Matches(exception, host));

    private static string Variable(Func<string, string?> getVariable, string name) =>
        getVariable(name) is { Length: > 0 } value ? value : getVariable(name.ToLowerInvariant()) ?? "";

    private static Uri? Parse(string text) =>
        Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out Uri? address) ? address : null;

    private static bool IsLoopback(Uri host) =>
        host.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.IdnHost, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary><c>*</c>, an address, a network, or a name that stands for itself and all below it; each but a network perhaps with a port.</summary>
    private static bool Matches(string exception, Uri host)
    {
        if (exception == "*")
        {
            return true;
        }

        bool isAddress = IPAddress.TryParse(host.IdnHost, out IPAddress? address);
        if (IPNetwork.TryParse(exception, out IPNetwork network))
        {
            return isAddress && network.Contains(address!);
        }

        if (IPAddress.TryParse(exception.Trim('[', ']'), out IPAddress? wanted))
        {
            return isAddress && wanted.Equals(address);
        }

        int colon = exception.LastIndexOf(':');
        if (colon >= 0)
        {
            if (exception[(colon + 1)..] != host.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                return false;
            }

            exception = exception[..colon].Trim('[', ']');
            if (IPAddress.TryParse(exception, out wanted))
            {
                return isAddress && wanted.Equals(address);
            }
        }

        string name = exception.TrimStart('*').TrimStart('.');
        return !isAddress
            && (host.IdnHost.EndsWith("." + name, StringComparison.OrdinalIgnoreCase)
                || (!exception.StartsWith('.') && !exception.StartsWith('*') && host.IdnHost.Equals(name, StringComparison.OrdinalIgnoreCase)));
    }

    private Uri? ProxyFor(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? _https : _http;
}
