using System.Formats.Tar;

namespace Neutree.Core.Helm.Charts;

/// <summary>Tells regular files from pipes, sockets and devices, without opening what isn't regular: that could block forever.</summary>
internal static class UnixFileKind
{
    public static bool IsRegular(FileInfo file)
    {
        // Only regular files have a length. Of the others the runtime's public API knows nothing, but its tar writer does.
        if (file.Length > 0)
        {
            return true;
        }

        try
        {
            using MemoryStream stream = new();
            using (TarWriter writer = new(stream, TarEntryFormat.Ustar, leaveOpen: true))
            {
                writer.WriteEntry(file.FullName, "f");
            }

            stream.Position = 0;
            using TarReader reader = new(stream);
            return reader.GetNextEntry() is { EntryType: TarEntryType.RegularFile };
        }
        catch (IOException)
        {
            // What a tar can't hold: a socket.
            return false;
        }
    }
}
