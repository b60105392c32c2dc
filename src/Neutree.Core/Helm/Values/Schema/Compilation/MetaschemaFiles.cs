using System.Reflection;

namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>The standard metaschemas, which are known without asking anyone.</summary>
internal static class MetaschemaFiles
{
    /// <returns>Null for a URL that names none.</returns>
    public static JsonValue? Find(string url)
    {
        if (!IsStandard(url))
        {
            return null;
        }

        string name = url[(url.IndexOf(".org/", StringComparison.Ordinal) + ".org/".Length)..];
        name = name == "schema" ? "draft/2020-12/schema" : name;
        name = name.StartsWith("draft/", StringComparison.Ordinal) ? name["draft/".Length..] : name;
        string resource = $"{typeof(JsonSchema).Namespace}.Metaschemas.{name.Replace('/', '.')}.json";
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource);
        if (stream is null)
        {
            return null;
        }

        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        return JsonValueReader.Read(text);
    }

    /// <summary>Whether the URL is on the site of the specification, whose documents aren't checked.</summary>
    public static bool IsStandard(string url) =>
        url.StartsWith("http://json-schema.org/", StringComparison.Ordinal) || url.StartsWith("https://json-schema.org/", StringComparison.Ordinal);
}
