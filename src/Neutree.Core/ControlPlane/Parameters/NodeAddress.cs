using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Neutree.Core.ControlPlane.Parameters;

/// <summary>The IPv4 address under which other machines reach this host (spec 4.1).</summary>
internal static class NodeAddress
{
    private const string RouteTable = "/proc/net/route";

    /// <summary>That of the interface with the default route, else the first that isn't the loopback's.</summary>
    /// <exception cref="ControlPlaneException">There is none.</exception>
    public static string Detect()
    {
        NetworkInterface[] interfaces = [.. NetworkInterface.GetAllNetworkInterfaces().Where(card => card.OperationalStatus != OperationalStatus.Down)];
        string? routed = File.Exists(RouteTable) ? DefaultRoute(File.ReadLines(RouteTable)) : null;
        return Choose(interfaces.Where(card => card.Name == routed).Concat(interfaces).SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address));
    }

    /// <exception cref="ControlPlaneException">None of the addresses will do.</exception>
    public static string Choose(IEnumerable<IPAddress> addresses)
    {
        return addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))?.ToString()
            ?? throw NotFound("no valid host IP found");
    }

    /// <summary>A given address, as it was written.</summary>
    /// <exception cref="ControlPlaneException">It is no IPv4 address.</exception>
    public static string Check(string given) =>
        IPAddress.TryParse(given, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == given
            ? given
            : throw NotFound($"no valid host IPv4 found: '{given}' is none");

    /// <summary>The interface of the default route with the lowest metric; null where there is none.</summary>
    /// <param name="lines">The kernel's table: Iface, Destination, Gateway, Flags, RefCnt, Use, Metric, Mask, …</param>
    public static string? DefaultRoute(IEnumerable<string> lines) =>
        lines.Skip(1)
            .Select(line => line.Split('\t', StringSplitOptions.TrimEntries))
            .Where(fields => fields.Length > 7 && fields[1] == "00000000" && fields[7] == "00000000")
            .OrderBy(fields => int.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out int metric) ? metric : int.MaxValue)
            .FirstOrDefault()?[0];

    private static ControlPlaneException NotFound(string message) =>
        new("ControlPlane.NoNodeAddress", ErrorKind.NotFound, message) { Recommendation = "Give the address under which other machines reach this host with -NodeIP." };
}
