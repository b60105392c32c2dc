using System.Globalization;
using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>
/// The Secret that holds a record: <c>sh.helm.release.v1.NAME.vN</c> of type <c>helm.sh/release.v1</c>, found by its labels. ConfigMaps,
/// which helm uses instead where it is told to, are read too (Helm 4.1 <c>storage/driver/secrets.go</c>, <c>cfgmaps.go</c>).
/// </summary>
internal static class StorageObject
{
    public const string SecretType = "helm.sh/release.v1";

    private const string Prefix = "sh.helm.release.v1";
    private const string DataKey = "release";
    private const string CreatedAtLabel = "createdAt";
    private const string ModifiedAtLabel = "modifiedAt";

    /// <summary>Labels that are Helm's own and that no user may set.</summary>
    public static IReadOnlyList<string> SystemLabels { get; } = ["name", "owner", "status", "version", CreatedAtLabel, ModifiedAtLabel];

    public static string NameOf(string release, int revision) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{release}.v{revision}");

    /// <summary>The Secret to write.</summary>
    /// <param name="record">The record.</param>
    /// <param name="text">What <see cref="ReleaseCodec"/> makes of it.</param>
    /// <param name="owner">Who is at work on it; null for nobody.</param>
    /// <param name="now">The time of writing.</param>
    public static KubernetesObject Write(ReleaseRecord record, GoString text, ReleaseOwner? owner, DateTimeOffset now)
    {
        string seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        GoMap labels = new();
        foreach ((string name, string value) in record.Labels)
        {
            labels[name] = (GoString)value;
        }

        if (record.Stored is { } stored)
        {
            RecordFields.SetUnlessEmpty(labels, CreatedAtLabel, stored.CreatedAt);
            labels[ModifiedAtLabel] = (GoString)seconds;
        }
        else
        {
            labels[CreatedAtLabel] = (GoString)seconds;
        }

        labels["name"] = (GoString)record.Name;
        labels["owner"] = (GoString)"helm";
        labels["status"] = (GoString)record.Status;
        labels["version"] = (GoString)record.Revision.ToString(CultureInfo.InvariantCulture);

        GoMap metadata = new();
        metadata["name"] = (GoString)NameOf(record.Name, record.Revision);
        metadata["namespace"] = (GoString)record.Namespace;
        metadata["labels"] = labels;
        RecordFields.SetUnlessEmpty(metadata, "resourceVersion", record.Stored?.ResourceVersion ?? "");
        if (owner is not null)
        {
            GoMap annotations = new();
            annotations[ReleaseOwner.Annotation] = (GoString)owner.ToString();
            metadata["annotations"] = annotations;
        }

        GoMap data = new();
        data[DataKey] = (GoString)Convert.ToBase64String(text.Span);
        GoMap content = new();
        content["apiVersion"] = (GoString)"v1";
        content["kind"] = (GoString)"Secret";
        content["metadata"] = metadata;
        content["type"] = (GoString)SecretType;
        content["data"] = data;
        return new KubernetesObject(content);
    }

    /// <summary>The record that an object holds.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the text says how.</exception>
    public static ReleaseRecord Read(KubernetesObject stored)
    {
        string text = stored.Text("data", DataKey);
        try
        {
            byte[] packed = stored.Kind == "Secret" ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
            return new ReleaseRecord(ReleaseJson.Read(ReleaseCodec.Decode(packed))) { Labels = UserLabels(stored), Stored = Describe(stored) };
        }
        catch (Exception damage) when (damage is FormatException or GoException)
        {
            throw new InvalidDataException(damage.Message, damage);
        }
    }

    /// <summary>What an object says about the record it holds.</summary>
    public static StoredRecord Describe(KubernetesObject stored) => new(
        stored.Kind,
        stored.ResourceVersion,
        stored.Label(CreatedAtLabel) ?? "",
        Time(stored.Label(ModifiedAtLabel)) ?? Time(stored.Label(CreatedAtLabel)),
        stored.Annotation(ReleaseOwner.Annotation) ?? "");

    private static Dictionary<string, string> UserLabels(KubernetesObject stored) =>
        stored.Find("metadata", "labels") is GoMap labels
            ? labels.Where(static label => !SystemLabels.Contains(label.Key.ToString()))
                .ToDictionary(static label => label.Key.ToString(), static label => (label.Value as GoString)?.ToString() ?? "")
            : [];

    private static DateTimeOffset? Time(string? seconds) =>
        long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
        && number >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && number <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(number)
            : null;
}
