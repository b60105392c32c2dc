namespace Neutree.Core.ControlPlane.Releases;

/// <summary>Writes a chart's files into a folder. The folder is changed in one go, so that an interrupted run leaves the former chart or the new one.</summary>
internal static class ChartUnpacking
{
    /// <param name="folder">The chart's folder; what is in it goes.</param>
    /// <param name="files">The files by their paths in it.</param>
    /// <exception cref="ControlPlaneException">The folder can't be written.</exception>
    public static void Replace(string folder, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        string staging = folder + ".new";
        string former = folder + ".old";
        try
        {
            Delete(staging);
            foreach ((string name, ReadOnlyMemory<byte> content) in files)
            {
                string path = Path.Join(staging, name.Replace('/', Path.DirectorySeparatorChar));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, content.Span);
            }

            Delete(former);
            if (Directory.Exists(folder))
            {
                Directory.Move(folder, former);
            }

            Directory.Move(staging, folder);
            Delete(former);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ControlPlaneException("ControlPlane.WriteFailed", ErrorKind.WriteFailed, $"writing the chart to {folder} failed: {error.Message}", error)
            {
                Target = folder,
                Recommendation = "Name another folder with -WorkingDirectory or NEUTREE_LAUNCH_WORK_DIR.",
            };
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
