using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;

namespace Neutree.Bench.Packages;

/// <summary>The sample image in a package of ours, and the same tar in the gzip that any other tool writes.</summary>
internal sealed record PackageInputs(string Package, string PlainGzip)
{
    public static async Task<PackageInputs> PrepareAsync(SampleArchives sample, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(sample.OciArchive)!;
        PackageInputs inputs = new(Path.Join(folder, "package.tar.gz"), Path.Join(folder, "package-plain.tar.gz"));
        if (File.Exists(inputs.PlainGzip + ".sha256"))
        {
            return inputs;
        }

        await using ImageArchive archive = await ImageArchive.OpenAsync(sample.OciArchive, new ArchiveOptions(), cancellationToken);
        SourceImage image = (await archive.GetImagesAsync(cancellationToken))[0];
        await new PackageWriter(new PackageWriteOptions
        {
            OutputPath = inputs.Package,
            Manifest = new PackageManifest { Metadata = new PackageMetadata { Version = "v1.0.0" } },
            Images = [new PackageImageContent { Source = archive, Image = image, Names = [ImageReference.Parse($"{SampleArchives.Repository}:{SampleArchives.Tag}")] }],
        }).WriteAsync(null, cancellationToken);

        // The bytes inside are those of the package; only what is around them differs. Each has its checksum file beside it, which an import compares.
        string partial = inputs.PlainGzip + ".partial";
        await new MeasuredCommand("sh", ["-c", "gzip -dc \"$1\" | gzip -1 > \"$2\"", "sh", inputs.Package, partial]).RunAsync(cancellationToken);
        string sums = "cd \"$(dirname \"$1\")\" && sha256sum \"$(basename \"$1\")\" > \"$1.sha256\"";
        File.Move(partial, inputs.PlainGzip);
        await new MeasuredCommand("sh", ["-c", sums, "sh", inputs.PlainGzip]).RunAsync(cancellationToken);
        return inputs;
    }
}
