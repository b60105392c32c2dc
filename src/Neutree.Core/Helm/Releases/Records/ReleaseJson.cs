using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>
/// The JSON of a record (Helm 4.1 <c>release/v1.Release</c>; helm 3 writes the same without the times of files and the apply method).
/// It is kept as it was read, so that a record that is changed and stored again loses nothing that another version of helm put there.
/// </summary>
internal static class ReleaseJson
{
    private static readonly FieldOrder File = Plain("name", "data", "modtime");
    private static readonly FieldOrder Dependency = Plain("name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias");

    private static readonly FieldOrder Metadata = new(
        ("name", null), ("home", null), ("sources", null), ("version", null), ("description", null), ("keywords", null),
        ("maintainers", Plain("name", "email", "url")), ("icon", null), ("apiVersion", null), ("condition", null), ("tags", null),
        ("appVersion", null), ("deprecated", null), ("annotations", null), ("kubeVersion", null), ("dependencies", Dependency), ("type", null));

    private static readonly FieldOrder Chart = new(
        ("metadata", Metadata), ("lock", new FieldOrder(("generated", null), ("digest", null), ("dependencies", Dependency))),
        ("templates", File), ("values", null), ("schema", null), ("schemamodtime", null), ("files", File), ("modtime", null));

    private static readonly FieldOrder Info = Plain(
        "first_deployed", "last_deployed", "deleted", "description", "status", "rollback_revision", "notes", "resources");

    private static readonly FieldOrder Hook = new(
        ("name", null), ("kind", null), ("path", null), ("manifest", null), ("events", null),
        ("last_run", Plain("started_at", "completed_at", "phase")), ("weight", null), ("delete_policies", null), ("output_log_policies", null));

    private static readonly FieldOrder Release = new(
        ("name", null), ("info", Info), ("chart", Chart), ("config", null), ("manifest", null), ("hooks", Hook), ("version", null),
        ("namespace", null), ("apply_method", null));

    /// <exception cref="GoException">The text is no JSON object.</exception>
    public static GoMap Read(GoString json) => GoJson.DecodeMap(json);

    public static GoString Write(GoMap release) => ChartJson.Write(Release.Apply(release));

    private static FieldOrder Plain(params string[] names) => new([.. names.Select(static name => (name, (FieldOrder?)null))]);
}
