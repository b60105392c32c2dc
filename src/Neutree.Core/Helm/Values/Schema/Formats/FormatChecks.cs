namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>The values of <c>format</c> that are asserted; others say nothing.</summary>
internal static class FormatChecks
{
    /// <summary>What says why a string is not of that format (null: it is); null for a format that isn't asserted.</summary>
    public static Func<string, string?>? Find(string name) => name switch
    {
        "regex" => RegexFormat.Check,
        "json-pointer" => PointerFormat.Check,
        "relative-json-pointer" => PointerFormat.CheckRelative,
        "uuid" => UuidFormat.Check,
        "duration" => DurationFormat.Check,
        "period" => DurationFormat.CheckPeriod,
        "ipv4" => IpAddressFormat.CheckV4,
        "ipv6" => IpAddressFormat.CheckV6,
        "hostname" => HostnameFormat.Check,
        "email" => EmailFormat.Check,
        "date" => DateFormat.Check,
        "time" => TimeFormat.Check,
        "date-time" => TimeFormat.CheckDateTime,
        "uri" => UriFormat.Check,
        "iri" => UriFormat.Check,
        "uri-reference" => UriFormat.CheckReference,
        "iri-reference" => UriFormat.CheckReference,
        "uri-template" => UriFormat.CheckTemplate,
        "semver" => SemverFormat.Check,
        _ => null,
    };
}
