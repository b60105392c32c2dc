namespace Neutree.Core.Oci.Serving.Http;

/// <summary>What one client may ask of the server before it is refused or cut off.</summary>
internal sealed record HttpLimits
{
    /// <summary>Bytes of the request line, without its line end.</summary>
    public int RequestLineSize { get; init; } = 8 * 1024;

    /// <summary>Bytes of request line and headers together.</summary>
    public int HeadSize { get; init; } = 32 * 1024;

    public int HeaderCount { get; init; } = 100;

    public int Connections { get; init; } = 256;

    /// <summary>From a request's first byte (or the connection's start) to the end of its headers; also for the TLS handshake.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two requests of a connection.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Time in which a body must bring <see cref="TransferWindowSize"/> bytes or end, and one response buffer be taken.</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes; keeps a client from holding a connection by one byte now and then.</summary>
    public int TransferWindowSize { get; init; } = 16 * 1024;
}
