using System.Text.Json;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Inspection;
using Neutree.Core.Packages.Signing;

namespace Neutree.Cli.Output;

/// <summary>What is told of packages as JSON objects; sizes are bytes.</summary>
internal static class PackageJson
{
    public static void Write(Utf8JsonWriter json, PackageFinding finding)
    {
        json.WriteStartObject();
        json.WriteWord("severity", finding.Severity);
        json.WriteString("id", finding.Id);
        json.WriteString("entry", finding.Entry);
        json.WriteString("message", finding.Message);
        json.WriteString("path", finding.Path);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, PackageInformation package)
    {
        json.WriteStartObject();
        json.WriteString("path", package.Path);
        json.WriteWord("kind", package.Kind);
        json.WriteString("version", package.Version);
        json.WriteString("createdAt", package.CreatedAt);
        json.WriteNumber("size", package.Size);
        json.WriteNumber("blobBytes", package.BlobBytes);
        json.WriteNumber("partCount", package.PartCount);
        json.WriteBoolean("isSeekable", package.IsSeekable);
        json.WriteBoolean("hasChecksums", package.HasChecksums);
        json.WriteBoolean("isSigned", package.IsSigned);
        json.WriteString("deltaBase", package.DeltaBase);
        json.WriteNumber("absentBlobCount", package.AbsentBlobCount);
        json.WriteTexts("engines", package.Engines);
        json.WriteObjects("images", package.Images, image =>
        {
            json.WriteString("name", image.Name);
            json.WriteString("digest", image.Digest);
            json.WriteString("platforms", image.Platforms);
            json.WriteNumber("size", image.Size);
            json.WriteNumber("blobCount", image.BlobCount);
            json.WriteNumber("referrerCount", image.ReferrerCount);
            json.WriteString("accelerator", image.Accelerator);
            json.WriteString("problem", image.Problem);
        });
        json.WriteObjects("files", package.Files, file =>
        {
            json.WriteString("name", file.Name);
            json.WriteNumber("size", file.Size);
        });
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, PackageDifference difference)
    {
        json.WriteStartObject();
        json.WriteWord("change", difference.Change);
        json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(difference.Kind));
        json.WriteString("name", difference.Name);
        json.WriteString("oldDigest", difference.OldDigest);
        json.WriteString("newDigest", difference.NewDigest);
        json.WriteNumber("size", difference.Size);
        json.WriteNumber("bytesToShip", difference.BytesToShip);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ExpandedFile file)
    {
        json.WriteStartObject();
        json.WriteString("path", file.Path);
        json.WriteString("name", file.Name);
        json.WriteNumber("size", file.Size);
        json.WriteBoolean("isChecked", file.IsChecked);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, PackageSignResult result)
    {
        json.WriteStartObject();
        json.WriteString("path", result.Path);
        json.WriteNumber("size", result.Size);
        json.WriteString("sha256", result.Sha256);
        json.WriteBoolean("wasSigned", result.WasSigned);
        json.WriteTexts("parts", result.Parts.Select(static part => part.Path));
        json.WriteEndObject();
    }
}
