namespace Neutree.Core.Packages;

/// <summary>A downloaded package in a temporary folder of its own, because a download can be read only once. Both are gone when this is disposed.</summary>
internal sealed class PackageDownload : IAsyncDisposable
{
    private const int LongestName = 100;
    private readonly string _folder;

    /// <param name="uri">Where the package comes from; the file is named after its last part.</param>
    public PackageDownload(Uri uri)
    {
        _folder = Directory.CreateTempSubdirectory("neutree-download-").FullName;
        char[] forbidden = System.IO.Path.GetInvalidFileNameChars();
        string name = uri.AbsolutePath[(uri.AbsolutePath.LastIndexOf('/') + 1)..];
        string safe = string.Concat(Uri.UnescapeDataString(name).Select(c => forbidden.Contains(c) ? '_' : c));
        Path = System.IO.Path.Combine(_folder, safe.Trim('.').Length == 0 ? "package" : safe[Math.Max(0, safe.Length - LongestName)..]);
    }

    public string Path { get; }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
