namespace Neutree.Cli.Tests;

/// <summary>Folder, environment and input of a run. The folder is deleted with the test.</summary>
public sealed class CliSetup : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neutree-cli-");

    public CliSetup()
    {
        Environment["NEUTREE_CACHE"] = Path.Join(Folder, ".cache");
        foreach (string variable in (string[])["GITHUB_ACTIONS", "TF_BUILD", "NEUTREE_REGISTRY_USERNAME", "NEUTREE_REGISTRY_PASSWORD", "UPLOAD_URL", "UPLOAD_TOKEN"])
        {
            Environment[variable] = null;
        }
    }

    public string Folder => _folder.FullName;

    public Dictionary<string, string?> Environment { get; } = [];

    public string Input { get; set; } = "";

    public void Dispose() => _folder.Delete(recursive: true);
}
