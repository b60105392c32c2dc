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
    protected NeutreeException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(message, inner)
    {
        ErrorId = errorId;
        Kind = kind;
    }

    /// <summary>Stable identifier such as <c>Registry.ManifestNotFound</c>; never changes between releases.</summary>
    public string ErrorId { get; }

    public ErrorKind Kind { get; }

    /// <summary>What the failure is about: a path, a reference, a host.</summary>
    public string? Target { get; init; }

    /// <summary>One sentence that tells the user what to do, or null where there is nothing to add.</summary>
    public string? Recommendation { get; init; }
}
