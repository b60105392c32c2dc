using System.Text;

namespace Neutree.Core;

/// <summary>What kind of failure this is; front ends map it to an error category.</summary>
public enum ErrorKind
{
    InvalidData,
    InvalidArgument,
    NotFound,
    AuthenticationFailed,
    PermissionDenied,
    ConnectionFailed,
    Timeout,
    AlreadyExists,
    LimitExceeded,
    NotSupported,
    ServerFault,
    WriteFailed,
}

/// <summary>
/// A failure a user can act on: <see cref="Exception.Message"/> says what failed, on what and why;
/// <see cref="Recommendation"/> says what to do.
/// </summary>
public abstract class NeutreeException : Exception
{
    private readonly bool _endsWithInner;

    protected NeutreeException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(message, inner)
    {
        ErrorId = errorId;
        Kind = kind;
    }

    /// <summary>The message without that of the inner exception it may go on with.</summary>
    internal string OwnMessage => base.Message;

    public override string Message => _endsWithInner ? JoinMessages() : base.Message;

    /// <summary>Stable identifier such as <c>Registry.ManifestNotFound</c>; never changes between releases.</summary>
    public string ErrorId { get; }

    public ErrorKind Kind { get; }

    /// <summary>What the failure is about: a path, a reference, a host.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// Whether the message goes on with that of the inner exception. It is put together when it is asked for: where failures nest
    /// by the thousand, texts kept by each of them would fill the memory.
    /// </summary>
    protected bool EndsWithInner
    {
        get => _endsWithInner;
        init => _endsWithInner = value;
    }

    /// <summary>One sentence that tells the user what to do, or null where there is nothing to add.</summary>
    public string? Recommendation { get; init; }

    private string JoinMessages()
    {
        StringBuilder text = new();
        Exception last = this;
        while (last is NeutreeException { _endsWithInner: true, InnerException: { } inner } part)
        {
            text.Append(part.OwnMessage);
            last = inner;
        }

        return text.Append(last is NeutreeException end ? end.OwnMessage : last.Message).ToString();
    }
}
