using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Packages.Vendoring;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>The files of a component as a package brings them: small texts, held in memory.</summary>
/// <param name="Source">What messages call the place they come from.</param>
/// <param name="Files">Contents by path below the component's folder, with slashes.</param>
internal sealed record ComponentFiles(string Source, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary>The files at or below a path, with what is left of their names.</summary>
    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> Below(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string path) =>
        files.Where(file => file.Key == path || file.Key.StartsWith(path + "/", StringComparison.Ordinal))
            .Select(file => (file.Key.Length > path.Length ? file.Key[(path.Length + 1)..] : Path.GetFileName(path), file.Value));

    /// <exception cref="ControlPlaneException">A vendored folder of the component is empty; all such are named.</exception>
    public void Check(ComponentLayout layout)
    {
        string component = layout.Name + "/";
        string[] empty = [.. VendoredFolderCheck.FindEmpty(VendoredLayout.Compose, Files.Keys.Select(path => component + path)).Where(path => path.StartsWith(component, StringComparison.Ordinal))];
        if (empty.Length > 0)
        {
            throw new ControlPlaneException("ControlPlane.FilesMissing", ErrorKind.NotFound, $"{Source} lacks files that come from elsewhere; these folders are empty: {string.Join(", ", empty)}")
            {
                Target = Source,
                Recommendation = "Use a control plane package that was made with -VendorPath.",
            };
        }
    }

    /// <summary>
    /// The checksum of one plugin: of the regular files directly in its folder (spec 4.6).
    /// </summary>
    /// <exception cref="ControlPlaneException">There is no such folder, or nothing in it.</exception>
    public string PluginChecksum(string plugin)
    {
        (string Name, ReadOnlyMemory<byte> Content)[] files =
            [.. Below(Files, $"{ComponentLayout.PluginFolder}/{plugin}").Where(file => !file.Name.Contains('/', StringComparison.Ordinal))];
        return files.Length > 0 && !Files.ContainsKey($"{ComponentLayout.PluginFolder}/{plugin}")
            ? FolderChecksum.Compute(files)
            : throw new ControlPlaneException("ControlPlane.PluginMissing", ErrorKind.NotFound, $"{Source} has no folder with the Kong plugin {plugin}")
            {
                Target = plugin,
                Recommendation = "Use a control plane package that was made with the gateway's plugins.",
            };
    }
}
