using Neutree.Core.Helm.Values.Schema;

namespace Neutree.Conformance.JsonSchemas;

/// <summary>The suite's remote documents, which its cases expect at <c>http://localhost:1234/</c>; nothing listens there.</summary>
internal sealed class SuiteRemotes(string folder) : ISchemaSource
{
    private const string Site = "http://localhost:1234/";

    public JsonValue? Find(string url)
    {
        if (!url.StartsWith(Site, StringComparison.Ordinal))
        {
            return null;
        }

        string file = Path.Join(folder, url[Site.Length..]);
        return File.Exists(file) ? JsonValueReader.Read(File.ReadAllBytes(file)) : null;
    }
}
