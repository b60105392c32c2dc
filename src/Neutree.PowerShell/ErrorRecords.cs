using System.Management.Automation;
using Neutree.Core;

namespace Neutree.PowerShell;

/// <summary>Failures of the core as PowerShell shows and catches them.</summary>
internal static class ErrorRecords
{
    /// <summary>Whether the failure is one a user can act on; anything else is a defect and must surface as one.</summary>
    public static bool IsExpected(Exception failure) => failure is NeutreeException or IOException or UnauthorizedAccessException;

    public static ErrorRecord From(Exception failure, object? target)
    {
        if (failure is not NeutreeException known)
        {
            (string id, ErrorCategory category) = failure switch
            {
                UnauthorizedAccessException => ("File.AccessDenied", ErrorCategory.PermissionDenied),
                FileNotFoundException or DirectoryNotFoundException => ("File.NotFound", ErrorCategory.ObjectNotFound),
                _ => ("File.Failed", ErrorCategory.ReadError),
            };
            return new ErrorRecord(failure, id, category, target);
        }

        ErrorRecord record = new(known, known.ErrorId, Category(known.Kind), known.Target ?? target);
        if (known.Recommendation is { } advice)
        {
            record.ErrorDetails = new ErrorDetails(known.Message) { RecommendedAction = advice };
        }

        return record;
    }

    private static ErrorCategory Category(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidData => ErrorCategory.InvalidData,
        ErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        ErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        ErrorKind.ConnectionFailed => ErrorCategory.ConnectionError,
        ErrorKind.Timeout => ErrorCategory.OperationTimeout,
        ErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        ErrorKind.LimitExceeded => ErrorCategory.LimitsExceeded,
        ErrorKind.NotSupported => ErrorCategory.NotImplemented,
        ErrorKind.ServerFault => ErrorCategory.ProtocolError,
        ErrorKind.WriteFailed => ErrorCategory.WriteError,
        _ => ErrorCategory.NotSpecified,
    };
}
