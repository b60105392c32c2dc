namespace Neutree.Core.Oci.Archives;

/// <summary>What a tar holds. Where a name comes twice, the last one counts, as it does for every tar that unpacks.</summary>
internal sealed class TarIndex
{
    private const int MaxLinks = 16;
    private readonly Dictionary<string, TarEntry> _byName = new(StringComparer.Ordinal);

    /// <param name="entries">In the tar's order.</param>
    /// <param name="isTerminated">False where the tar ends without the two empty blocks that end one.</param>
    public TarIndex(IReadOnlyList<TarEntry> entries, bool isTerminated = true)
    {
        IsTerminated = isTerminated;
        Entries = entries;
        foreach (TarEntry entry in entries)
        {
            _byName[entry.Name] = entry;
        }
    }

    public IReadOnlyList<TarEntry> Entries { get; }

    /// <summary>Whether the tar ends as tars do, rather than behind some entry: a cut-off one may.</summary>
    public bool IsTerminated { get; }

    /// <summary>The file behind a name, links followed; null where there is none.</summary>
    /// <exception cref="ArchiveException">The links go in a circle.</exception>
    public TarEntry? Find(string name, string archive)
    {
        string wanted = name;
        for (int i = 0; i <= MaxLinks; i++)
        {
            if (!_byName.TryGetValue(wanted, out TarEntry? entry) && !TryFollowFolder(wanted, out wanted))
            {
                return null;
            }

            switch (entry?.Kind)
            {
                case null:
                    continue;
                case TarEntryKind.File:
                    return entry;
                case TarEntryKind.SymbolicLink or TarEntryKind.HardLink:
                    wanted = entry.LinkTarget!;
                    continue;
                default:
                    return null;
            }
        }

        throw ArchiveException.Invalid("Archive.LinkLoop", archive, $"the links that start at '{name}' lead nowhere");
    }

    /// <summary>Replaces the first part of a path that is a link to a folder.</summary>
    private bool TryFollowFolder(string path, out string followed)
    {
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (_byName.TryGetValue(path[..slash], out TarEntry? folder) && folder.Kind == TarEntryKind.SymbolicLink)
            {
                followed = folder.LinkTarget!.Length == 0 ? path[(slash + 1)..] : folder.LinkTarget + path[slash..];
                return true;
            }
        }

        followed = path;
        return false;
    }
}
