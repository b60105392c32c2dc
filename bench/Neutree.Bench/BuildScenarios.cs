namespace Neutree.Bench;

/// <summary>Building a package from a registry, against the tools one would reach for instead: skopeo, tar and pigz.</summary>
internal sealed class BuildScenarios(ImportScenarios imports, string neutreeCli, SampleArchives sample)
{
    // skopeo's archive holds plain layers, which pigz compresses again; ours keeps the registry's.
    private const string Pack = "cd \"$1\" && skopeo --insecure-policy copy --quiet --src-tls-verify=false \"docker://$2\" docker-archive:image.tar:\"$2\" && tar -cf - image.tar | pigz -p 2 > package.tar.gz";

    public IReadOnlyList<Scenario> All =>
    [
        new()
        {
            Name = "package of an image in a registry (skopeo copy, tar, pigz -p 2)",
            Prepare = run => [imports.Import(run, sample.OciArchive)],
            Neutree = run =>
            [
                new MeasuredCommand(neutreeCli, ["package", "build", "images", "--image", Image(run), "--plain-http", "--output", Path.Join(run.Scratch, "package.tar.gz")])
                {
                    Environment = new Dictionary<string, string> { ["HOME"] = run.Scratch },
                },
            ],
            Skopeo = run => [new MeasuredCommand("sh", ["-c", Pack, "sh", run.Scratch, Image(run)]) { Environment = new Dictionary<string, string> { ["HOME"] = run.Scratch } }],
            Limit = 0.8,
        },
    ];

    private static string Image(RunContext run) => $"{run.RegistryHost}/{SampleArchives.Repository}:{SampleArchives.Tag}";
}
