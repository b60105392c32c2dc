namespace Neutree.Core.Oci.Serving.Http;

/// <summary>A body of <c>Content-Length</c> bytes; of none where the request has no body.</summary>
internal sealed class FixedLengthBody(ConnectionReader reader, long length, Func<CancellationToken, ValueTask>? beforeFirstRead)
    : RequestBody(length == 0 ? null : beforeFirstRead)
{
    private long _left = length;

    public override bool IsComplete => _left == 0;

    protected override async ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int wanted = (int)Math.Min(buffer.Length, _left);
        int count = await reader.ReadAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            throw new EndOfStreamException("the connection ended inside a request body");
        }

        _left -= count;
        return count;
    }
}
