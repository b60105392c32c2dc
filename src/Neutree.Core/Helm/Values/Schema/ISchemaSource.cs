namespace Neutree.Core.Helm.Values.Schema;

/// <summary>Schemas known beside the one that is compiled. Charts get none: what they refer to must be in their own file.</summary>
internal interface ISchemaSource
{
    /// <param name="url">Absolute, without fragment.</param>
    /// <returns>The document, or null where it isn't known.</returns>
    JsonValue? Find(string url);
}
