using System.Net;
using System.Net.Sockets;

namespace Neutree.Core.Oci.Registries;

/// <summary>What kind of place a host name stands for; decides over plain HTTP and over where a registry may send its clients.</summary>
internal static class HostNetwork
{
    /// <param name="host">A host without port; IPv6 with or without brackets.</param>
    public static bool IsLoopback(string host)
    {
        string name = host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(Unmap(address)));
    }

    /// <summary>Whether the host is written as an address that only a local network can reach.</summary>
    public static bool IsPrivateLiteral(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IsPrivate(address);

    /// <summary>
    /// Whether the host itself lies on a local network: loopback, a private address, or a name that resolves to nothing but such
    /// addresses. Only such a host may send its clients to private addresses.
    /// </summary>
    public static async Task<bool> IsLocalAsync(string host, CancellationToken cancellationToken)
    {
        if (IsLoopback(host) || IsPrivateLiteral(host))
        {
            return true;
        }

        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 && addresses.All(IsPrivate);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static bool SameOrigin(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && a.IdnHost.Equals(b.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static bool IsPrivate(IPAddress given)
    {
        IPAddress address = Unmap(given);
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            return true;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal;
        }

        byte[] b = address.GetAddressBytes();
        return b[0] is 10 or 0
            || (b[0] == 172 && b[1] is >= 16 and <= 31)
            || (b[0] == 192 && b[1] == 168)
            || (b[0] == 169 && b[1] == 254)
            || (b[0] == 100 && b[1] is >= 64 and <= 127);
    }

    private static IPAddress Unmap(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
