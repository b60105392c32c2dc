using System.Text;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Building;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Building;

public sealed class EnginePackageRecipeTests
{
    private static readonly EnginePackageRecipe Small = new() { Name = "vllm", EngineVersion = "1.10", Images = ["cpu=team/vllm"] };

    [Fact]
    public void Everything_an_engine_declares_is_in_its_manifest()
    {
        using TemporaryFolder folder = new();
        folder.Write("templates/kubernetes/default.yaml", "{{ with .Values }}{{ customHelper . }}{{ end }}\n"u8);
        folder.Write("templates/kubernetes/pd.yml", "{{ block \"b\" . }}{{ end }}\n\n"u8);
        folder.Write("schema.json", "{\"type\": \"object\"}\n"u8);
        EnginePackageRecipe recipe = new()
        {
            Name = "vllm",
            EngineVersion = "v0.24.0",
            Version = "1.10",
            Description = "a \"fast\" engine: #1",
            PackageUri = new Uri("https://files.example.com/vllm.tar.gz"),
            Images = ["nvidia_gpu=registry.example.com:5000/team/vllm:v1", "ssh_amd_gpu=docker.io/neutree/vllm", "cpu=vllm:cpu"],
            SupportedTasks = ["text-generation", "text-rerank"],
            DeployTemplatePath = folder.File("templates"),
            SchemaPath = folder.File("schema.json"),
            MetricsExport = true,
            MetricsExportPort = 9100,
            MetricsExportPath = "/m",
            Playground = true,
            PlaygroundModes = ["chat"],
        };

        Assert.Equal(
            """
            manifest_version: "1.0"
            metadata:
              version: "1.10"
              description: "a \"fast\" engine: #1"
              author: "Neutree Team"
              tags: ["engine", "vllm", "v0.24.0"]
              package_url: "https://files.example.com/vllm.tar.gz"
            engines:
            - name: "vllm"
              engine_versions:
              - version: "v0.24.0"
                values_schema:
                  values_schema_base64: "eyJ0eXBlIjogIm9iamVjdCJ9Cg=="
                deploy_template:
                  "kubernetes":
                    "default": "e3sgd2l0aCAuVmFsdWVzIH19e3sgY3VzdG9tSGVscGVyIC4gfX17eyBlbmQgfX0K"
                    "pd": "e3sgYmxvY2sgImIiIC4gfX17eyBlbmQgfX0KCg=="
                supported_tasks: ["text-generation", "text-rerank"]
                capabilities:
                  metrics_export:
                    enabled: true
                    port: 9100
                    path: "/m"
                  playground:
                    enabled: true
                    modes: ["chat"]
                images:
                  "cpu":
                    image_name: "vllm"
                    tag: "cpu"
                  "nvidia_gpu":
                    image_name: "registry.example.com:5000/team/vllm"
                    tag: "v1"
                  "ssh_amd_gpu":
                    image_name: "neutree/vllm"
                    tag: "v0.24.0"

            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(ManifestWriter.Write(recipe.ToManifest()).Span));
    }

    [Theory]
    [InlineData("team/vllm:1", "'team/vllm:1' doesn't say which accelerator the image is for")]
    [InlineData("gpu=team/vllm:1", "'gpu' in 'gpu=team/vllm:1' is no accelerator")]
    [InlineData("cpu=Team/vllm:1", "'Team/vllm:1' is not an image reference: 'Team/vllm' is not a valid repository name (lower-case letters, digits and single separators are allowed)")]
    [InlineData("cpu=team/vllm@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "the image docker.io/team/vllm@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 has a digest and no tag")]
    public void An_image_needs_an_accelerator_and_a_tag(string image, string message)
    {
        NeutreeException error = Assert.ThrowsAny<NeutreeException>(() => (Small with { Images = [image] }).ToManifest());

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void An_accelerator_has_one_image() => Assert.Equal(
        "two images are given for cpu",
        Assert.Throws<PackageException>(() => (Small with { Images = ["cpu=a/b:1", "cpu=a/c:1"] }).ToManifest()).Message);

    [Fact]
    public void Tasks_are_those_that_Neutree_knows() => Assert.Equal(
        "unknown model task value(s) — only [text-embedding text-generation text-rerank] are accepted: engines[vllm].engine_versions[1.10].supported_tasks=\"chat\"; engines[vllm].engine_versions[1.10].supported_tasks=\"Text-Rerank\"",
        Assert.Throws<PackageException>(() => (Small with { SupportedTasks = ["chat", "text-generation", "Text-Rerank", " "] }).ToManifest()).Message);

    public static TheoryData<EnginePackageRecipe, string> WrongCapabilities { get; } = new()
    {
        { Small with { MetricsExportPort = 80 }, "a port or path of the metrics export was given without the export itself" },
        { Small with { MetricsExport = true, MetricsExportPort = 0 }, "the port 0 of the metrics export is out of range" },
        { Small with { MetricsExport = true, MetricsExportPort = 70000 }, "the port 70000 of the metrics export is out of range" },
        { Small with { MetricsExport = true, MetricsExportPath = "metrics" }, "invalid engine capability declaration(s): engines[vllm].engine_versions[1.10].capabilities: metrics_export.path \"metrics\" must start with \"/\"" },
        { Small with { PlaygroundModes = ["chat"] }, "modes of the playground were given without the playground itself" },
        { Small with { Playground = true, PlaygroundModes = ["vision"] }, "invalid engine capability declaration(s): engines[vllm].engine_versions[1.10].capabilities: playground.modes contains unknown mode \"vision\", only [chat embedding rerank] are accepted" },
        { Small with { Name = "a/b" }, "the engine name 'a/b' can't be part of a file name" },
    };

    [Theory]
    [MemberData(nameof(WrongCapabilities))]
    public void What_is_declared_must_fit_together(EnginePackageRecipe recipe, string message) =>
        Assert.Equal(message, Assert.Throws<PackageException>(recipe.ToManifest).Message);

    [Theory]
    [InlineData("kubernetes/default.yaml", "{{ if .a }}x", "template: kubernetes/default.yaml:1: unexpected EOF")]
    [InlineData("kubernetes/default.yaml", "{{ with .a }}{{ end }}{{ end }}", "template: kubernetes/default.yaml:1: unexpected {{end}}")]
    [InlineData("k8s/default.yaml", "x", "'k8s' is no cluster type; there are kubernetes and ssh")]
    [InlineData("kubernetes/default.txt", "x", "it has no file CLUSTERTYPE/MODE.yaml")]
    public void Templates_are_checked_by_the_parser_of_templates(string file, string text, string why)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("t/" + file, Encoding.UTF8.GetBytes(text));

        PackageException error = Assert.Throws<PackageException>(() => (Small with { DeployTemplatePath = folder.File("t") }).ToManifest());

        Assert.EndsWith(" can't be used: " + why, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileNameWithoutExtension(path) == "default" && why.StartsWith("template", StringComparison.Ordinal) ? path : folder.File("t"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{", "Expected depth to be zero")]
    [InlineData("{\"type\": \"number of things\"}", "")]
    public void A_schema_must_be_one(string text, string why)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("schema.json", Encoding.UTF8.GetBytes(text));

        PackageException error = Assert.Throws<PackageException>(() => (Small with { SchemaPath = path }).ToManifest());

        Assert.StartsWith($"{path} is no JSON schema: {why}", error.Message, StringComparison.Ordinal);
    }
}
