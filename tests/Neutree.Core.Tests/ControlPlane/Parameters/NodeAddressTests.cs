using System.Net;
using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Parameters;

namespace Neutree.Core.Tests.ControlPlane.Parameters;

public sealed class NodeAddressTests
{
    [Fact]
    public void The_first_IPv4_address_outside_the_loopback_is_taken() =>
        Assert.Equal("192.168.1.12", NodeAddress.Choose([IPAddress.Parse("127.0.0.1"), IPAddress.Parse("2001:db8::1"), IPAddress.Parse("192.168.1.12")]));

    [Fact]
    public void None_is_an_error() =>
        Assert.Equal("no valid host IP found", Assert.Throws<ControlPlaneException>(() => NodeAddress.Choose([IPAddress.Loopback, IPAddress.Parse("2001:db8::1")])).Message);

    [Fact]
    public void A_given_address_stays() => Assert.Equal("10.0.0.42", NodeAddress.Check("10.0.0.42"));

    [Theory]
    [InlineData("2001:db8::1")]
    [InlineData("example.com")]
    [InlineData("10.1")]
    public void What_is_no_IPv4_address_is_refused(string given) =>
        Assert.StartsWith("no valid host IPv4 found", Assert.Throws<ControlPlaneException>(() => NodeAddress.Check(given)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_default_route_with_the_lowest_metric_names_the_interface()
    {
        string[] table =
        [
            "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT",
            "docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
            "wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0",
            "eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0",
            "tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0",
        ];

        Assert.Equal("eth0", NodeAddress.DefaultRoute(table));
        Assert.Null(NodeAddress.DefaultRoute(table[..2]));
    }
}
