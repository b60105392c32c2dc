using System.Text.RegularExpressions;

namespace Neutree.Core.Tests.Documentation;

public sealed partial class ErrorIdTests
{
    [Theory]
    [InlineData("import.md")]
    [InlineData("charts.md")]
    [InlineData("package-format.md")]
    [InlineData("releases.md")]
    [InlineData("install-compose.md")]
    [InlineData("install-kubernetes.md")]
    [InlineData("publishing.md")]
    [InlineData("offline-packaging.md")]
    public void Every_error_id_of_a_guide_is_one_that_the_code_uses(string guide)
    {
        string root = RepositoryRoot();
        string code = string.Concat(
            Directory.EnumerateFiles(Path.Join(root, "src", "Neutree.Core"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        string[] documented = [.. ErrorIdInFirstColumn(File.ReadAllLines(Path.Join(root, "docs", guide))).Distinct()];

        Assert.NotEmpty(documented);
        Assert.Equal([], documented.Where(id => !code.Contains($"\"{id}\"", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> ErrorIdInFirstColumn(IEnumerable<string> lines) =>
        lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => ErrorId().Matches(line.Split('|')[1]))
            .Select(match => match.Groups[1].Value);

    private static string RepositoryRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder.FullName, "Neutree.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no folder above the tests holds Neutree.slnx");
        }

        return folder.FullName;
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+\\.[A-Z][A-Za-z]+)`")]
    private static partial Regex ErrorId();
}
