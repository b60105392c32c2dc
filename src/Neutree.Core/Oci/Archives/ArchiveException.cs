namespace Neutree.Core.Oci.Archives;

/// <summary>An image archive that can't be read or written: damaged, hostile, of an unknown kind, or incomplete.</summary>
public sealed class ArchiveException : NeutreeException
{
    internal const string PartMissing = "Archive.PartMissing";
    internal const string CutOff = "Archive.Truncated";

    public ArchiveException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }

    internal static ArchiveException Invalid(string errorId, string archive, string why, Exception? inner = null) =>
        new(errorId, ErrorKind.InvalidData, $"reading {archive} failed: {why}", inner) { Target = archive };

    internal static ArchiveException Truncated(string archive, string why, Exception? inner = null) =>
        new(CutOff, ErrorKind.InvalidData, $"reading {archive} failed: {why}; the file is cut off", inner)
        {
            Target = archive,
            Recommendation = "Copy or download the file again and compare its size and checksum with the original's.",
        };
}
