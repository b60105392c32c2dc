using System.IO.Compression;
using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Tests.Helm.Releases.Records;

public sealed class StorageObjectTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public static TheoryData<string> Names => SampleRecords.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void What_helm_stored_is_read_and_written_byte_for_byte(string name)
    {
        GoString text = ReleaseCodec.Decode(Convert.FromBase64String(SampleRecords.Secret(name).Text("data", "release")));

        Assert.Equal(text.ToString(), ReleaseJson.Write(ReleaseJson.Read(text)).ToString());
    }

    [Fact]
    public void A_secret_is_stored_again_under_its_name_with_its_labels_and_the_time()
    {
        ReleaseRecord record = StorageObject.Read(SampleRecords.Secret("helm4-v4"));

        KubernetesObject secret = StorageObject.Write(record, "packed", owner: null, Now);

        Assert.Equal(
            """{"apiVersion":"v1","data":{"release":"cGFja2Vk"},"kind":"Secret","metadata":{"labels":{"modifiedAt":"1800000000","name":"demo","owner":"helm","status":"uninstalled","team":"blue","version":"4"},"name":"sh.helm.release.v1.demo.v4","namespace":"h4","resourceVersion":"RV"},"type":"helm.sh/release.v1"}"""
                .Replace("RV", record.Stored!.ResourceVersion, StringComparison.Ordinal),
            GoJson.Encode(secret.Content).ToString());
    }

    [Fact]
    public void A_new_secret_says_when_it_was_made_and_who_is_at_work()
    {
        ReleaseRecord stored = StorageObject.Read(SampleRecords.Secret("helm4-v1"));
        ReleaseRecord record = new(stored.Json) { Labels = new Dictionary<string, string> { ["team"] = "red" }, Status = "pending-install" };

        KubernetesObject secret = StorageObject.Write(record, "packed", new ReleaseOwner("host", 7, 99), Now);

        Assert.Equal(
            """{"annotations":{"neutree.ai/release-owner":"host 7 99"},"labels":{"createdAt":"1800000000","name":"demo","owner":"helm","status":"pending-install","team":"red","version":"1"},"name":"sh.helm.release.v1.demo.v1","namespace":"h4"}""",
            GoJson.Encode(secret.Find("metadata")).ToString());
    }

    [Fact]
    public void The_fields_of_a_record_are_those_that_helm_shows()
    {
        ReleaseRecord record = StorageObject.Read(SampleRecords.Secret("helm4-v4"));

        Assert.Equal(
            ("demo", "h4", 4, "uninstalled", "Uninstallation complete", "hi from demo.\n", "web", "0.1.0", "1.0", "csa", "{\"greeting\":\"hi\"}"),
            (record.Name, record.Namespace, record.Revision, record.Status, record.Description, record.Notes, record.ChartName, record.ChartVersion,
                record.AppVersion, record.ApplyMethod.Replace("ssa", "csa", StringComparison.Ordinal), GoJson.Encode(record.Config).ToString()));
        Assert.Equal(new Dictionary<string, string> { ["team"] = "blue" }, record.Labels);
        Assert.True(record.FirstDeployed < record.LastDeployed && record.LastDeployed < record.Deleted);
    }

    [Theory]
    [InlineData("helm3-v1")]
    [InlineData("helm4-v1")]
    public void Times_that_never_were_are_none(string name) => Assert.Null(StorageObject.Read(SampleRecords.Secret(name)).Deleted);

    [Fact]
    public void A_record_in_a_config_map_is_read()
    {
        KubernetesObject secret = SampleRecords.Secret("helm4-v1");
        GoMap content = secret.Content.ShallowCopy();
        GoMap data = new();
        data["release"] = (GoString)Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", "release")));
        content["kind"] = (GoString)"ConfigMap";
        content["data"] = data;

        ReleaseRecord record = StorageObject.Read(new KubernetesObject(content));

        Assert.Equal(("demo", 1, false), (record.Name, record.Revision, record.Stored!.IsSecret));
    }

    [Fact]
    public void A_record_that_is_not_compressed_is_read()
    {
        GoString text = Convert.ToBase64String("{\"name\":\"old\",\"version\":2}"u8);

        Assert.Equal("{\"name\":\"old\",\"version\":2}", ReleaseCodec.Decode(text.Span).ToString());
    }

    [Theory]
    [InlineData("%%%", "the record is no base64")]
    [InlineData("bm90IGpzb24=", "invalid character 'o' in literal null (expecting 'u')")]
    public void A_damaged_record_says_what_is_wrong(string text, string reason)
    {
        GoMap content = SampleRecords.Secret("helm4-v1").Content.ShallowCopy();
        GoMap data = new();
        data["release"] = (GoString)Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
        content["data"] = data;

        Assert.Equal(reason, Assert.Throws<InvalidDataException>(() => StorageObject.Read(new KubernetesObject(content))).Message);
    }

    [Fact]
    public void A_record_that_unpacks_to_too_much_is_refused()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int count = 0; count < 129; count++)
            {
                gzip.Write(zeros);
            }
        }

        string text = Convert.ToBase64String(packed.ToArray());

        Assert.Equal(
            "the record unpacks to more than 128 MiB",
            Assert.Throws<InvalidDataException>(() => ReleaseCodec.Decode(Encoding.ASCII.GetBytes(text))).Message);
    }
}
