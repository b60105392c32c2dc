using Neutree.Cli.Options;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Inspection;
using Neutree.Core.Packages.Signing;

namespace Neutree.Cli.Output;

/// <summary>The output for a format and what is told of packages.</summary>
internal static class PackageOutputs
{
    public static IResultOutput<PackageFinding> ForFindings(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<PackageFinding>(writer, PackageJson.Write),
        OutputFormat.Table => new TableOutput<PackageFinding>(writer, PackageTables.FindingHead, PackageTables.FindingRow),
        _ => new PlainOutput<PackageFinding>(writer, PackageTables.FindingLine),
    };

    public static IResultOutput<PackageInformation> ForPackages(OutputFormat format, TextWriter writer) => format == OutputFormat.Json
        ? new JsonOutput<PackageInformation>(writer, PackageJson.Write)
        : new PlainOutput<PackageInformation>(writer, PackageTables.Describe);

    public static IResultOutput<PackageDifference> ForDifferences(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<PackageDifference>(writer, PackageJson.Write),
        OutputFormat.Table => new TableOutput<PackageDifference>(writer, PackageTables.DifferenceHead, PackageTables.DifferenceRow),
        _ => new PlainOutput<PackageDifference>(writer, PackageTables.DifferenceLine),
    };

    public static IResultOutput<ExpandedFile> ForFiles(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<ExpandedFile>(writer, PackageJson.Write),
        OutputFormat.Table => new TableOutput<ExpandedFile>(writer, PackageTables.FileHead, PackageTables.FileRow),
        _ => new PlainOutput<ExpandedFile>(writer, static file => file.Path),
    };

    public static IResultOutput<PackageSignResult> ForSigned(OutputFormat format, TextWriter writer) => format == OutputFormat.Json
        ? new JsonOutput<PackageSignResult>(writer, PackageJson.Write)
        : new PlainOutput<PackageSignResult>(writer, static result => $"signed: {result.Path} ({result.Sha256})");
}
