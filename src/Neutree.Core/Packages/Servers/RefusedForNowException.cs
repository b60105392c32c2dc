namespace Neutree.Core.Packages.Servers;

/// <summary>An answer that may be another in a while.</summary>
internal sealed class RefusedForNowException : IOException
{
    public RefusedForNowException(PackageException failure, TimeSpan delay)
        : base(failure.Message, failure)
    {
        Failure = failure;
        Delay = delay;
    }

    /// <summary>What it is if it stays.</summary>
    public PackageException Failure { get; }

    /// <summary>How long to wait before asking again.</summary>
    public TimeSpan Delay { get; }
}
