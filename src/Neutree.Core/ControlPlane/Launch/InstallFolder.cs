using System.Text.Json;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>A folder with the files of one installation: the one in use, the former, or the next.</summary>
internal sealed class InstallFolder(string path)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public string Path => path;

    public static WorkFile JsonFile<T>(string name, T value, bool isSecret) => new(name, JsonSerializer.SerializeToUtf8Bytes(value, Json), isSecret);

    /// <summary>The full path of a file of it.</summary>
    public string PathOf(string file) => System.IO.Path.Join(path, file.Replace('/', System.IO.Path.DirectorySeparatorChar));

    public WorkFile Read(string file) => new(file, File.ReadAllBytes(PathOf(file)), FilePermissions.IsSecret(PathOf(file)));

    /// <summary>Whether it holds a file with that content and those permissions.</summary>
    public bool Holds(WorkFile file)
    {
        string full = PathOf(file.Path);
        return File.Exists(full) && FilePermissions.Has(full, FilePermissions.Of(file)) && File.ReadAllBytes(full).AsSpan().SequenceEqual(file.Content.Span);
    }

    public void Write(WorkFile file)
    {
        string full = PathOf(file.Path);
        FilePermissions.CreateFolder(System.IO.Path.GetDirectoryName(full)!);
        using (FileStream stream = new(full, FilePermissions.ForNewFile()))
        {
            stream.Write(file.Content.Span);
            stream.Flush(flushToDisk: true);
        }

        FilePermissions.Set(full, FilePermissions.Of(file));
    }

    /// <summary>Moves a file into the same place of another folder, over what is there.</summary>
    public void Move(string file, InstallFolder target)
    {
        FilePermissions.CreateFolder(System.IO.Path.GetDirectoryName(target.PathOf(file))!);
        File.Move(PathOf(file), target.PathOf(file), overwrite: true);
    }

    public void Delete()
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>What a JSON file says; null where there is none.</summary>
    /// <exception cref="ControlPlaneException">It can't be read.</exception>
    public T? ReadJson<T>(string name)
        where T : class
    {
        string full = PathOf(name);
        try
        {
            return File.Exists(full) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(full)) : null;
        }
        catch (Exception error) when (error is JsonException || WorkFailure.IsOfFiles(error))
        {
            throw new ControlPlaneException("ControlPlane.StateUnreadable", ErrorKind.InvalidData, $"reading {full} failed: {error.Message}", error)
            {
                Target = full,
                Recommendation = "Run this as the user who installed; where the file is damaged, give every secret again and remove it.",
            };
        }
    }
}
