namespace Neutree.Core.Tests.RealParts;

/// <summary>
/// A small image under a real one's name that behaves as the real one does towards Docker Compose: runs as its user, reads its mounts and
/// ends where it can't, answers HTTP where its health check asks.
/// </summary>
/// <param name="Name">The real image's name and tag.</param>
internal sealed record StandInImage(string Name)
{
    /// <summary>The user that the real image runs as.</summary>
    public string User { get; init; } = "0";

    /// <summary>Ports that answer.</summary>
    public string Ports { get; init; } = "";

    /// <summary>Paths that must be there and readable, all that lies below included.</summary>
    public string Reads { get; init; } = "";

    /// <summary>Whether it ends when it has read them.</summary>
    public bool IsTask { get; init; }

    /// <summary>Printed when it starts.</summary>
    public string Says { get; init; } = "ready";

    /// <summary>The images of both components, the compose files' versions in their tags.</summary>
    /// <param name="version">Version of Neutree's own images.</param>
    public static IReadOnlyList<StandInImage> All(string version) =>
    [
        new("neutree/neutree-db-scripts:" + version),
        new("postgres:13") { User = "999", Ports = "5432", Reads = "/docker-entrypoint-initdb.d" },
        new("supabase/gotrue:v2.170.0") { User = "1000", Ports = "9999" },
        new("migrate/migrate:v4.18.3") { Reads = "/migrations", IsTask = true },
        new("postgrest/postgrest:v14.0") { User = "1000", Ports = "6432 6433" },
        new("supabase/postgres-meta:v0.86.0") { Ports = "8080" },
        new("neutree/neutree-core:" + version) { Ports = "3001" },
        new("neutree/neutree-api:" + version) { Ports = "3000" },
        new("victoriametrics/vmagent:v1.115.0") { Ports = "8429", Reads = "/etc/prometheus/prometheus.yml" },
        new("kong/kong:3.9") { User = "1000", Ports = "8000 8001 8443", Reads = "/neutree-kong-plugin/kong/plugins" },
        new("victoriametrics/victoria-logs:v1.50.0") { Ports = "9428" },
        new("timberio/vector:0.47.0-debian") { Ports = "8686 30122", Reads = "/etc/vector" },
        new("victoriametrics/vmstorage:v1.115.0-cluster") { Ports = "8482 8400 8401" },
        new("victoriametrics/vminsert:v1.115.0-cluster") { Ports = "8480" },
        new("victoriametrics/vmselect:v1.115.0-cluster") { Ports = "8481" },
        new("grafana/grafana:11.5.3") { User = "472", Ports = "3000", Reads = "/etc/grafana /var/lib/grafana/dashboards" },
    ];
}
