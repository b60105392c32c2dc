using System.Net.Sockets;
using System.Security.Authentication;

namespace Neutree.Core.Http;

/// <summary>Why a connection couldn't be made or broke, in the same words on every system, where there are some for it.</summary>
internal static class ConnectionProblem
{
    public static string Reason(Exception error) => Innermost(error) is SocketException { SocketErrorCode: var code } socket
        ? code switch
        {
            SocketError.ConnectionRefused => "nothing listens there (connection refused)",
            SocketError.TimedOut => "it doesn't answer (connection timed out)",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route leads there (host unreachable)",
            SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "the connection was cut (connection reset)",
            _ => socket.Message,
        }
        : Innermost(error).Message;

    /// <summary>Why no TLS connection came about, where the certificate isn't the reason.</summary>
    public static string TlsReason(Exception error) => Innermost(error) is AuthenticationException
        ? "what answers there doesn't speak TLS, or no version of it that this machine accepts"
        : Reason(error);

    private static Exception Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error;
    }
}
