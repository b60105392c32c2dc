using System.Text;
using System.Text.Json;
using Neutree.Core.Helm.Values.Schema;

namespace Neutree.Core.Packages.Building;

/// <summary>Reads the JSON schema of an engine's values and checks that it is one.</summary>
internal static class EngineSchemaFile
{
    /// <summary>The schema's text as it stands in the file.</summary>
    /// <exception cref="PackageException">The file can't be read, is no JSON object, or no JSON schema.</exception>
    public static string Read(string path)
    {
        byte[] content = EngineTemplateFolder.ReadFile(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Invalid(path, "it is no JSON object", null);
            }

            JsonSchema.Parse(content);
            return Encoding.UTF8.GetString(content);
        }
        catch (Exception error) when (error is JsonException or SchemaException)
        {
            throw Invalid(path, error.Message, error);
        }
    }

    private static PackageException Invalid(string path, string why, Exception? inner) =>
        new("Package.InvalidSchema", ErrorKind.InvalidData, $"{path} is no JSON schema: {why}", inner)
        {
            Target = path,
            Recommendation = "Correct the schema, or leave -SchemaPath out.",
        };
}
