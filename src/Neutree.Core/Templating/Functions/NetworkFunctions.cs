using System.Net;
using System.Net.Sockets;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3, network.</summary>
internal static class NetworkFunctions
{
    public static void AddTo(FunctionTable table) => table.Add(GoFunction.From<GoString, GoString>("getHostByName", AddressOf));

    /// <summary>One of the addresses of a host.</summary>
    private static GoString AddressOf(GoString name)
    {
        IPAddress[] addresses;
        try
        {
            addresses = Dns.GetHostAddresses(name.ToString());
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw new GoException(RandomFunctions.NothingToChooseFrom, exception);
        }

        return addresses.Length == 0
            ? throw new GoException(RandomFunctions.NothingToChooseFrom)
            : addresses[Random.Shared.Next(addresses.Length)].ToString();
    }
}
