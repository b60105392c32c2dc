namespace Neutree.Core.Oci.Serving.Http;

/// <summary>Bytes that are no HTTP/1.1 request this server takes; the connection is closed after the answer.</summary>
internal sealed class BadRequestException(int status, string reason) : Exception(reason)
{
    public int Status { get; } = status;
}
