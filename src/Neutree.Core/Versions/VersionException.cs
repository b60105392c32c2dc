namespace Neutree.Core.Versions;

/// <summary>A text is no version or no range of versions; the message is that of Masterminds semver 3.4.</summary>
public sealed class VersionException : NeutreeException
{
    public VersionException(string message)
        : base("Version.Invalid", ErrorKind.InvalidData, message)
    {
    }
}
