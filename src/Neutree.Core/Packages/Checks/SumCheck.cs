using Neutree.Core.Packages.Writing;

namespace Neutree.Core.Packages.Checks;

/// <summary>Compares what is inside with <c>checksums.txt</c> and with the lists of what is in image archives.</summary>
internal static class SumCheck
{
    public static void Run(PackageSums sums, PackageRequirement require, FindingSink sink)
    {
        if (!sums.IsComplete)
        {
            // The pass ended early and said why; all that comes behind would be reported as missing.
            return;
        }

        if (!sums.Documents.TryGetValue(PackageNames.Checksums, out byte[]? list))
        {
            if (require != PackageRequirement.None)
            {
                sink.Error("Package.ChecksumsMissing", "", $"it has no {PackageNames.Checksums}, which is required");
            }
            else
            {
                sink.Information("Package.ChecksumsMissing", "", $"it has no {PackageNames.Checksums}; only what its images state could be checked");
            }

            return;
        }

        if (SumList.Parse(list) is not { } stated)
        {
            sink.Error("Package.ChecksumsMalformed", PackageNames.Checksums, "it isn't a list of sha256 sums and names");
            return;
        }

        List<(string Name, string Sum)> listed = [.. sums.Entries.TakeWhile(entry => entry.Name != PackageNames.Checksums)];
        SumList.Compare(PackageNames.Checksums, stated, listed, "", sink);
        foreach ((string name, _) in sums.Entries.Skip(listed.Count + 1))
        {
            if (name != PackageNames.Signature)
            {
                sink.Error("Package.ExtraEntry", name, $"it lies behind {PackageNames.Checksums}, where only the signature may be");
            }
        }

        foreach ((string archive, IReadOnlyList<(string Name, string Sum)> inner) in sums.Archives)
        {
            string innerList = PackageNames.SumsOf(archive);
            if (!sums.Documents.TryGetValue(innerList, out byte[]? content) || SumList.Parse(content) is not { } innerStated)
            {
                sink.Error("Package.ChecksumsMalformed", innerList, $"it isn't there, or isn't the list of what is in {archive}");
                continue;
            }

            SumList.Compare(innerList, innerStated, inner, archive + ": ", sink);
        }
    }
}
