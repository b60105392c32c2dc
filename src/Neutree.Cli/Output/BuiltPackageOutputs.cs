using System.Text.Json;
using Neutree.Cli.Options;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Building;

namespace Neutree.Cli.Output;

/// <summary>How a package that was built is written.</summary>
internal static class BuiltPackageOutputs
{
    private static readonly string[] Head = ["PACKAGE", "VERSION", "IMAGES", "SIZE", "SIGNED", "TIME"];

    public static IResultOutput<BuiltPackage> For(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<BuiltPackage>(writer, Write),
        OutputFormat.Table => new TableOutput<BuiltPackage>(writer, Head, Row),
        _ => new PlainOutput<BuiltPackage>(writer, Line),
    };

    private static string[] Row(BuiltPackage package) =>
    [
        package.Path,
        package.Manifest.Metadata.Version,
        $"{package.Images.Count}",
        ByteSize.Format(package.Size),
        package.IsSigned ? "yes" : "no",
        $"{package.Duration.TotalSeconds:0.0} s",
    ];

    private static string Line(BuiltPackage package) =>
        $"{(package.IsPlanned ? "planned" : "built")}: {package.Path} ({package.Images.Count} images, {ByteSize.Format(package.Size)}{(package.Sha256 is { } sum ? $", sha256 {sum}" : "")})";

    private static void Write(Utf8JsonWriter json, BuiltPackage package)
    {
        json.WriteStartObject();
        json.WriteString("path", package.Path);
        json.WriteBoolean("planned", package.IsPlanned);
        json.WriteString("version", package.Manifest.Metadata.Version);
        json.WriteString("manifestPath", package.ManifestPath);
        json.WriteNumber("size", package.Size);
        json.WriteString("sha256", package.Sha256);
        json.WriteStartArray("parts");
        foreach (PackagePart part in package.Parts)
        {
            json.WriteStartObject();
            json.WriteString("path", part.Path);
            json.WriteNumber("size", part.Size);
            json.WriteString("sha256", part.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("images");
        foreach (string image in package.Images.Select(static image => image.Image))
        {
            json.WriteStringValue(image);
        }

        json.WriteEndArray();
        json.WriteNumber("blobCount", package.BlobCount);
        json.WriteNumber("absentBlobCount", package.AbsentBlobCount);
        json.WriteBoolean("delta", package.IsDelta);
        json.WriteBoolean("signed", package.IsSigned);
        json.WriteNumber("duration", Math.Round(package.Duration.TotalSeconds, 3));
        json.WriteEndObject();
    }
}
