namespace Neutree.Core.Helm.Values.Schema;

/// <summary>
/// A <c>values.schema.json</c> that can't be used: not JSON, invalid by its metaschema, with a reference that leads nowhere or outside the
/// chart, or beyond what is evaluated. The message is the text that Helm prints where Helm has one.
/// </summary>
internal sealed class SchemaException : NeutreeException
{
    public SchemaException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }

    /// <summary>A schema that its author must correct.</summary>
    public static SchemaException Invalid(string message) => new("Schema.Invalid", ErrorKind.InvalidData, message)
    {
        Recommendation = "Correct the chart's values.schema.json.",
    };

    /// <summary>A reference to a document that isn't known offline.</summary>
    public static SchemaException Remote(string url) =>
        new("Schema.RemoteReference", ErrorKind.NotSupported, $"failing loading \"{url}\": schemas outside of the chart's values.schema.json are neither opened nor fetched")
        {
            Target = url,
            Recommendation = "Copy the schema into values.schema.json, under \"$defs\" with its \"$id\", and let \"$ref\" point there; in \"$schema\" name one of the standard drafts.",
        };

    /// <summary>Schema or values nested beyond what is evaluated.</summary>
    public static SchemaException TooDeep(string message) => new("Schema.TooDeep", ErrorKind.LimitExceeded, message)
    {
        Recommendation = "Nest the schema and the values less deeply, or end the recursion of the schema.",
    };
}
