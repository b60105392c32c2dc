namespace Neutree.Core.Helm.Charts;

/// <summary>Reads the files of a chart's folder, which may hold anything: pipes and sockets block their reader, devices never end.</summary>
internal static class RegularFile
{
    /// <summary>The content of a file, or of the file that a link leads to; the rest is as for the other overload.</summary>
    public static byte[] Read(string path, long maxSize)
    {
        FileInfo file = new(path);
        return Read(file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file, path, maxSize);
    }

    /// <summary>A file's content.</summary>
    /// <param name="file">The file itself; a link has been followed.</param>
    /// <param name="location">Where the chart has it.</param>
    /// <param name="maxSize">The most bytes it may have.</param>
    /// <exception cref="ChartException">It is no regular file, or too large.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(FileInfo file, string location, long maxSize)
    {
        if (!IsRegular(file))
        {
            throw new ChartException(
                "Chart.Unreadable", ErrorKind.InvalidData, $"cannot load irregular file {location} as it has file mode type bits set") { Target = location };
        }

        if (file.Length > maxSize)
        {
            throw TooLarge(file, location, maxSize);
        }

        using FileStream stream = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        byte[] content = new byte[stream.Length];
        int read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return read < content.Length ? content[..read] : stream.Length > 0 ? content : ReadUnmeasured(stream, file, location, maxSize);
    }

    // Files that the system makes up, such as those of /proc, say that they are empty.
    private static byte[] ReadUnmeasured(FileStream stream, FileInfo file, string location, long maxSize)
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[4096];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > maxSize)
            {
                throw TooLarge(file, location, maxSize);
            }
        }

        return content.ToArray();
    }

    private static bool IsRegular(FileInfo file) =>
        (file.Attributes & FileAttributes.Device) == 0 && (OperatingSystem.IsWindows() || UnixFileKind.IsRegular(file));

    private static ChartException TooLarge(FileInfo file, string location, long maxSize) =>
        new("Chart.TooLarge", ErrorKind.LimitExceeded, $"chart file {ChartText.Quote(file.Name)} is larger than the maximum file size {maxSize}")
        {
            Target = location,
            Recommendation = "Name the file in .helmignore, or leave it out of the chart.",
        };
}
