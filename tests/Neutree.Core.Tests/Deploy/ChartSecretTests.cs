using System.Text.Json.Nodes;

namespace Neutree.Core.Tests.Deploy;

/// <summary>Where deploy/chart/neutree keeps what is secret.</summary>
public sealed class ChartSecretTests
{
    private static readonly string[] Secrets =
    [
        "jwtSecret=JwT-k3y", "adminPassword=Adm1n-pw", "db.password=D8-pw", "db.authAdminPassword=Au7h-pw", "db.kongAdminPassword=K0ng-pw",
        "grafana.adminPassword=Gr4f-pw",
    ];

    [Fact]
    public async Task Secrets_are_in_Secrets_and_nowhere_else()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync(Secrets);
        string[] plain = [.. Secrets.Select(secret => secret[(secret.IndexOf('=') + 1)..])];

        foreach (JsonNode item in rendered.Objects.Where(item => (string)item["kind"]! != "Secret"))
        {
            string text = item.ToJsonString();
            Assert.Equal([], plain.Where(secret => text.Contains(secret, StringComparison.Ordinal)));
            Assert.Equal([], plain.Select(secret => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)))
                .Where(secret => text.Contains(secret, StringComparison.Ordinal)));
        }

        Assert.Equal("JwT-k3y", rendered.Secret("neutree-jwt", "jwt-secret"));
        Assert.Equal("D8-pw", rendered.Secret("neutree-database", "password"));
        Assert.Equal("K0ng-pw", rendered.Secret("neutree-database", "kong-password"));
        Assert.Equal("postgres://postgres:D8-pw@neutree-postgresql-service:5432/neutree", rendered.Secret("neutree-database", "url"));
        Assert.Equal("postgres://auth_admin:Au7h-pw@neutree-postgresql-service:5432/neutree?sslmode=disable", rendered.Secret("neutree-database", "auth-url"));
        Assert.Equal("-c neutree.admin_password=Adm1n-pw", rendered.Secret("neutree-admin", "pg-options"));
        Assert.Equal("Gr4f-pw", rendered.Secret("neutree-grafana", "admin-password"));
    }

    [Fact]
    public async Task Passwords_are_escaped_where_they_are_part_of_a_URL_or_of_options()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([@"db.password=a:b@c/d?e#f g%h+$i\,j", @"db.user=us er", @"adminPassword=one two\\three"]);

        Assert.Equal("a:b@c/d?e#f g%h+$i,j", rendered.Secret("neutree-database", "password"));
        Assert.Equal(
            "postgres://us%20er:a%3Ab%40c%2Fd%3Fe%23f%20g%25h%2B%24i%2Cj@neutree-postgresql-service:5432/neutree?sslmode=disable",
            rendered.Secret("neutree-database", "migration-url"));
        Assert.Equal(@"-c neutree.admin_password=one\ two\\three", rendered.Secret("neutree-admin", "pg-options"));
    }

    [Fact]
    public async Task A_secret_that_changes_restarts_the_pods_that_read_it_and_no_others()
    {
        RenderedNeutree before = await RenderedNeutree.RenderAsync([]);
        RenderedNeutree after = await RenderedNeutree.RenderAsync(["grafana.adminPassword=another"]);

        Assert.Equal(["neutree-grafana"], Restarted(before, after));
    }

    [Fact]
    public async Task A_short_password_cant_be_tried_out_on_the_checksum_of_its_secret()
    {
        RenderedNeutree before = await RenderedNeutree.RenderAsync([]);
        RenderedNeutree after = await RenderedNeutree.RenderAsync(["jwtSecret=another"]);

        // The signing secret is hashed with every other one, so that a new one restarts all that read any.
        Assert.Superset(new HashSet<string> { "neutree-api", "neutree-auth", "neutree-core", "neutree-grafana", "neutree-kong", "neutree-postgrest", "neutree-vector" }, Restarted(before, after).ToHashSet());
    }

    [Fact]
    public async Task A_changed_setting_restarts_the_pods_that_mount_it()
    {
        RenderedNeutree before = await RenderedNeutree.RenderAsync([]);
        RenderedNeutree after = await RenderedNeutree.RenderAsync(["grafana.grafana\\.ini.log.level=debug"]);

        Assert.Equal(["neutree-grafana"], Restarted(before, after));
    }

    [Fact]
    public async Task Every_ConfigMap_that_is_mounted_has_a_checksum_but_for_what_the_pod_reads_once_or_follows_itself()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([]);

        string[] without =
        [
            .. from pod in rendered.Pods
               where RenderedNeutree.Leaves(pod.Spec["volumes"]).Any(leaf => leaf.Path.Contains("configMap", StringComparison.Ordinal))
               where pod.Owner["spec"]!["template"]!["metadata"]!["annotations"]?.AsObject()
                   .Any(annotation => annotation.Key is "checksum/config" or "checksum/neutree-ai-gateway-plugin") != true
               select RenderedNeutree.NameOf(pod.Owner),
        ];

        Assert.Equal(["neutree-postgresql"], without);
    }

    [Fact]
    public async Task Pods_that_ask_nothing_of_Kubernetes_get_no_token()
    {
        RenderedNeutree rendered = await RenderedNeutree.RenderAsync([]);

        Assert.Equal(
            ["neutree-api: neutree-core", "neutree-auth: neutree-waiting", "neutree-core: neutree-core", "neutree-setup-1: neutree-waiting"],
            rendered.Pods.Where(pod => (bool?)pod.Spec["automountServiceAccountToken"] != false)
                .Select(pod => $"{RenderedNeutree.NameOf(pod.Owner)}: {pod.Spec["serviceAccountName"]}").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Restarted(RenderedNeutree before, RenderedNeutree after) =>
        before.Pods.Zip(after.Pods)
            .Where(pair => pair.First.Owner["spec"]!["template"]!.ToJsonString() != pair.Second.Owner["spec"]!["template"]!.ToJsonString())
            .Select(pair => RenderedNeutree.NameOf(pair.First.Owner)).Order(StringComparer.Ordinal);
}
