namespace Neutree.Bench;

/// <summary>The jobs that are compared.</summary>
internal sealed class ImportScenarios(string neutreeCli, SampleArchives sample)
{
    public MeasuredCommand Start => new(neutreeCli, ["version"]);

    public IReadOnlyList<Scenario> All =>
    [
        new()
        {
            Name = "docker-save tar",
            Neutree = run => [Import(run, sample.DockerArchive)],
            Skopeo = run => [Copy(run, "docker-archive:" + sample.DockerArchive)],
            Limit = 0.75,
        },
        new()
        {
            Name = "docker-save tar, layers kept plain",
            Neutree = run => [Import(run, sample.DockerArchive, "--layer-compression", "none")],
            Skopeo = run => [Copy(run, "docker-archive:" + sample.DockerArchive)],
            Limit = 0.5,
        },
        new()
        {
            Name = "OCI archive, gzip layers",
            Neutree = run => [Import(run, sample.OciArchive)],
            Skopeo = run => [Copy(run, "oci-archive:" + sample.OciArchive)],
            Limit = 0.8,
        },
        new()
        {
            Name = "docker-save tar, again",
            Neutree = run => [Import(run, sample.DockerArchive)],
            Skopeo = run => [Copy(run, "docker-archive:" + sample.DockerArchive)],
            Repeats = true,
        },
        new()
        {
            Name = "docker-save tar.gz (skopeo: gunzip to disk first)",
            Neutree = run => [Import(run, sample.DockerArchiveGzip)],
            Skopeo = run =>
            [
                new MeasuredCommand("sh", ["-c", "gzip -dc \"$1\" > \"$2\"", "sh", sample.DockerArchiveGzip, Path.Join(run.Scratch, "plain.tar")]),
                Copy(run, "docker-archive:" + Path.Join(run.Scratch, "plain.tar")),
            ],
            Limit = 0.75,
        },
    ];

    public MeasuredCommand Import(RunContext run, string archive, params string[] more) =>
        new(neutreeCli, ["cluster", "import", "--offline-image", archive, "--registry", "http://" + run.RegistryHost, .. more])
        {
            Environment = new Dictionary<string, string>
            {
                ["NEUTREE_CACHE"] = Path.Join(run.Scratch, "neutree-cache"),
                ["HOME"] = run.Scratch,
            },
        };

    private static MeasuredCommand Copy(RunContext run, string source) =>
        new(
            "skopeo",
            [
                "--insecure-policy", "--tmpdir", run.Scratch, "copy", "--quiet", "--dest-tls-verify=false",
                source, $"docker://{run.RegistryHost}/{SampleArchives.Repository}:{SampleArchives.Tag}",
            ])
        {
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = run.Scratch,
                ["XDG_DATA_HOME"] = Path.Join(run.Scratch, "data"),

                // Without it root's cache of seen blobs lies in /var/lib and outlives the run.
                ["_CONTAINERS_ROOTLESS_UID"] = "1000",
            },
        };
}
