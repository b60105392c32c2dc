namespace Neutree.Core.Oci.Archives;

/// <summary>
/// Names inside archives: <c>/</c> between parts, no <c>.</c> part, nothing above the root. Names that would leave the root are refused
/// although nothing is unpacked: whoever wrote them meant harm.
/// </summary>
internal static class ArchivePath
{
    /// <summary>The normalised form; empty for the root itself.</summary>
    /// <exception cref="ArchiveException">The name is absolute or has a <c>..</c> part.</exception>
    public static string Normalize(string name, string archive)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw ArchiveException.Invalid("Archive.InvalidName", archive, $"the entry '{Printable(name)}' has a NUL character in its name");
        }

        RefuseAbsolute(name, "entry", "Archive.AbsoluteName", archive);
        List<string> parts = [];
        foreach (string part in name.Split('/'))
        {
            if (part == ".." || part.Split('\\').Contains(".."))
            {
                throw ArchiveException.Invalid("Archive.TraversalName", archive, $"the entry '{Printable(name)}' would leave the archive's root");
            }

            if (part.Length > 0 && part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>Where a symbolic link in the folder of <paramref name="entry"/> leads to.</summary>
    /// <exception cref="ArchiveException">The link is absolute or leaves the root.</exception>
    public static string ResolveLink(string entry, string target, string archive)
    {
        RefuseAbsolute(target, $"link '{Printable(entry)}' to", "Archive.AbsoluteLink", archive);
        List<string> parts = [.. entry.Split('/')[..^1]];
        foreach (string part in target.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    throw ArchiveException.Invalid(
                        "Archive.LinkOutside", archive, $"the link '{Printable(entry)}' to '{Printable(target)}' leaves the archive's root");
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part.Length > 0 && part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>A name from an untrusted file, safe to print.</summary>
    public static string Printable(string name)
    {
        string shown = name.Length > 120 ? name[..120] + "…" : name;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }

    private static void RefuseAbsolute(string name, string what, string errorId, string archive)
    {
        if (name.StartsWith('/') || name.StartsWith('\\') || (name.Length > 2 && name[1] == ':' && (name[2] is '/' or '\\') && char.IsAsciiLetter(name[0])))
        {
            throw ArchiveException.Invalid(errorId, archive, $"the {what} '{Printable(name)}' is absolute");
        }
    }
}
