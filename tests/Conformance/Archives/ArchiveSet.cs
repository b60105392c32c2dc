using System.Runtime.CompilerServices;
using Neutree.Core;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;

namespace Neutree.Conformance.Archives;

/// <summary>Archives and packages written by real tools: what we read in them is what <c>archives.json</c> says.</summary>
internal sealed class ArchiveSet : IConformanceSet
{
    public string Name => "archives";

    public async IAsyncEnumerable<CaseOutcome> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ExpectedArchive expected in ExpectedArchive.Load(folder))
        {
            yield return new CaseOutcome(expected.File, await FindDifferenceAsync(Path.Join(folder, expected.File), expected, cancellationToken));
        }
    }

    private static async Task<string?> FindDifferenceAsync(string path, ExpectedArchive expected, CancellationToken cancellationToken)
    {
        try
        {
            if (expected.Prefix is not null)
            {
                return Difference(Lines(expected.Targets), Lines(await TargetsAsync(path, RegistryPrefix.Parse(expected.Prefix), cancellationToken)));
            }

            await using ImageArchive archive = await ImageArchive.OpenAsync(path, new ArchiveOptions(), cancellationToken);
            return Difference(Describe(expected.Images, expected), Describe(await SourceImages.ReadAsync(archive, cancellationToken), expected));
        }
        catch (NeutreeException refusal)
        {
            return expected.Refusable is { } format && refusal.Message.Contains(format, StringComparison.Ordinal)
                ? null
                : $"refused: {refusal.ErrorId}: {refusal.Message}";
        }
    }

    private static async Task<IReadOnlyList<string>> TargetsAsync(string path, RegistryPrefix prefix, CancellationToken cancellationToken)
    {
        await using ImportPackage package = await PackageReader.OpenAsync(path, new ArchiveOptions(), cancellationToken);
        return [.. package.Items.Select(item => item.Error is null ? item.Name?.RewriteTo(prefix).ToString() ?? "<none>" : $"{item.Label}: {item.Error.Message}")];
    }

    private static string Describe(IEnumerable<FoundImage> images, ExpectedArchive expected)
    {
        HashSet<Digest> withManifest = [.. expected.Images.Where(image => image.Manifest is not null).Select(image => image.Config)];
        return string.Concat(images.Select(image => image.Describe(withManifest.Contains(image.Config))).Order(StringComparer.Ordinal));
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Order(StringComparer.Ordinal).Select(line => line + "\n"));

    private static string? Difference(string expected, string found) => expected == found ? null : $"expected:\n{expected}found:\n{found}";
}
