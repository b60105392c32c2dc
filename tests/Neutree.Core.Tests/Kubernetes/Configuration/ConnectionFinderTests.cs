using Neutree.Core.Go;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Configuration;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Yaml;

namespace Neutree.Core.Tests.Kubernetes.Configuration;

public sealed class ConnectionFinderTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public static TheoryData<string> Cases() => [.. Read().Select(item => item.Text("case"))];

    public void Dispose() => _home.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_cluster_is_found_as_its_case_says(string name)
    {
        ObjectFields given = Read().Single(item => item.Text("case") == name);
        foreach (string file in given.Fields("files").Names)
        {
            _home.Write(file, ((GoString)given.Fields("files").Value(file)!).Span);
        }

        foreach (string file in given.Fields("inCluster").Names.Except(["host", "port"]))
        {
            _home.Write(Path.Join("account", file), ((GoString)given.Fields("inCluster").Value(file)!).Span);
        }

        KubernetesEnvironment environment = new()
        {
            Home = _home.Path,
            ServiceAccountFolder = _home.File("account"),
            GetVariable = variable => variable switch
            {
                "KUBECONFIG" => given.Text("variable").Replace(':', Path.PathSeparator),
                "KUBERNETES_SERVICE_HOST" => given.Fields("inCluster").Text("host"),
                "KUBERNETES_SERVICE_PORT" => given.Fields("inCluster").Text("port"),
                _ => null,
            },
        };
        KubernetesClientOptions options = new()
        {
            KubeconfigFiles = [.. given.Texts("given")],
            Context = given.Text("context") is { Length: > 0 } context ? context : null,
            Namespace = given.Text("namespace") is { Length: > 0 } ns ? ns : null,
        };
        ConnectionFinder finder = new(environment);

        if (given.Text("error") is { Length: > 0 } errorId)
        {
            KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => finder.FindAsync(options, CancellationToken.None));

            Assert.Equal(errorId, error.ErrorId);
            Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
            if (given.Text("message") is { Length: > 0 } message)
            {
                Assert.Equal(Here(message), error.Message);
            }

            if (given.Text("advice") is { Length: > 0 } advice)
            {
                Assert.Equal(advice, error.Recommendation);
            }
        }
        else
        {
            ClusterConnection connection = await finder.FindAsync(options, CancellationToken.None);

            ObjectFields expected = given.Fields("expect");
            Assert.Equal(expected.Names.Select(key => $"{key}: {Here(expected.Value(key)!.ToString()!)}"), Describe(connection).Order(StringComparer.Ordinal));
        }
    }

    private static ObjectFields[] Read()
    {
        string path = Path.Join(TestFolders.Repository, "tests", "Neutree.Core.Tests", "Kubernetes", "Configuration", "Cases", "kubeconfig.yaml");
        return [.. ((GoSlice)YamlReader.Read(GoString.Adopt(File.ReadAllBytes(path)))!).Cast<GoMap>().Select(map => new ObjectFields(map))];
    }

    /// <summary>All that a connection says, but what is absent.</summary>
    private static IEnumerable<string> Describe(ClusterConnection connection)
    {
        KubeconfigCluster cluster = connection.Cluster;
        KubeconfigUser user = connection.User;
        Impersonation other = user.Impersonation;
        ExecPlugin? plugin = user.Plugin;
        (string, string?)[] all =
        [
            ("server", connection.Server.AbsoluteUri),
            ("namespace", connection.Namespace),
            ("tlsServerName", cluster.TlsServerName),
            ("insecure", cluster.SkipsCertificateCheck ? "True" : null),
            ("proxy", cluster.ProxyUrl),
            ("authority", cluster.CertificateAuthorityFile),
            ("authorityData", cluster.CertificateAuthorityData is { } data ? Convert.ToBase64String(data) : null),
            ("pluginConfiguration", cluster.PluginConfiguration is { } configuration ? GoJson.Encode(configuration).ToString() : null),
            ("token", user.Token),
            ("tokenFile", user.TokenFile),
            ("username", user.UserName),
            ("password", user.Password),
            ("certificate", user.ClientCertificateFile),
            ("key", user.ClientKeyFile),
            ("authProvider", user.AuthProvider),
            ("as", other.User is null ? null : $"{other.User} {other.Uid} {string.Join(',', other.Groups)} {string.Join(',', other.Extra.Select(pair => $"{pair.Key}={string.Join(',', pair.Value)}"))}"),
            ("plugin", plugin is null ? null : string.Join(
                ' ',
                ((IEnumerable<string?>)[plugin.Command, .. plugin.Arguments, .. plugin.Environment.Select(pair => $"{pair.Key}={pair.Value}"), plugin.ApiVersion, plugin.Interaction.ToString(), plugin.ProvidesClusterInfo.ToString(), plugin.InstallHint])
                    .OfType<string>())),
        ];
        return all.Where(item => item.Item2 is not null).Select(item => $"{item.Item1}: {item.Item2}");
    }

    private string Here(string text) => text.Replace("{}", _home.Path, StringComparison.Ordinal);
}
