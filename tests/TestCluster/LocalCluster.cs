using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Kubernetes;

namespace Neutree.TestCluster;

/// <summary>
/// A Kubernetes cluster of real control plane programs on free ports of loopback, with a <see cref="FakeKubelet"/> for pods. All it
/// writes is in one folder, and gone when it is disposed.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly string _folder;
    private readonly ClusterCertificates _certificates;
    private readonly Stack<IAsyncDisposable> _running = [];
    private readonly string _server;

    private LocalCluster(string folder)
    {
        _folder = folder;
        _certificates = new ClusterCertificates(folder);
        _server = $"https://127.0.0.1:{FreePort()}";
        KubeconfigFile = WriteKubeconfig("admin", "system:masters");
    }

    /// <summary>A kubeconfig that may do everything.</summary>
    public string KubeconfigFile { get; }

    public static async Task<LocalCluster> StartAsync(CancellationToken cancellationToken)
    {
        LocalCluster cluster = new(Directory.CreateTempSubdirectory("neutree-cluster-").FullName);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            await cluster.StartServersAsync(limit.Token);
            return cluster;
        }
        catch (OperationCanceledException)
        {
            string logs = cluster.LastLines();
            await cluster.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"the cluster wasn't ready within {StartLimit.TotalSeconds} s:\n{logs}");
        }
    }

    /// <summary>A kubeconfig of a user by client certificate.</summary>
    public string WriteKubeconfig(string user, params string[] groups)
    {
        (string certificate, string key) = _certificates.IssueUser(user, groups);
        string file = Path.ChangeExtension(certificate, ".kubeconfig");
        File.WriteAllText(
            file,
            $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: test, cluster: {server: "{{_server}}", certificate-authority-data: {{Base64(_certificates.AuthorityFile)}} } }]
            users: [{name: "{{user}}", user: {client-certificate-data: {{Base64(certificate)}}, client-key-data: {{Base64(key)}} } }]
            contexts: [{name: test, context: {cluster: test, user: "{{user}}"} }]

            """);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out IAsyncDisposable? part))
        {
            await part.DisposeAsync();
        }

        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Base64(string file) => Convert.ToBase64String(File.ReadAllBytes(file));

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task StartServersAsync(CancellationToken cancellationToken)
    {
        string etcd = $"http://127.0.0.1:{FreePort()}";
        string peer = $"http://127.0.0.1:{FreePort()}";
        Start("etcd", "--name=test", "--data-dir=etcd", $"--listen-client-urls={etcd}", $"--advertise-client-urls={etcd}", $"--listen-peer-urls={peer}",
            $"--initial-advertise-peer-urls={peer}", $"--initial-cluster=test={peer}", "--unsafe-no-fsync");
        using HttpClient http = new();
        await PollAsync(async () => (await http.GetAsync(new Uri(etcd + "/health"), cancellationToken)).IsSuccessStatusCode, cancellationToken);

        (string certificate, string key) = _certificates.IssueServer("server");
        (string kubeletCertificate, string kubeletKey) = _certificates.IssueUser("kubelet-client", "system:masters");
        Start("kube-apiserver", "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", $"--secure-port={new Uri(_server).Port}", "--endpoint-reconciler-type=none",
            $"--etcd-servers={etcd}", "--service-cluster-ip-range=10.77.0.0/16", "--allow-privileged=true", "--authorization-mode=Node,RBAC",
            $"--client-ca-file={_certificates.AuthorityFile}", $"--tls-cert-file={certificate}", $"--tls-private-key-file={key}",
            "--service-account-issuer=https://kubernetes.default.svc", $"--service-account-key-file={_certificates.AccountPublicKeyFile}",
            $"--service-account-signing-key-file={_certificates.AccountKeyFile}",
            $"--kubelet-client-certificate={kubeletCertificate}", $"--kubelet-client-key={kubeletKey}");
        KubernetesClient client = await KubernetesClient.ConnectAsync(
            new KubernetesClientOptions { KubeconfigFiles = [KubeconfigFile], Retry = 0 }, NullLogger.Instance, cancellationToken);
        using (client)
        {
            await PollAsync(async () => await client.GetAsync(new ObjectReference("v1", "Namespace", "default"), cancellationToken) is not null, cancellationToken);
            StartController("kube-controller-manager", "system:kube-controller-manager", "--use-service-account-credentials=true",
                $"--service-account-private-key-file={_certificates.AccountKeyFile}", $"--root-ca-file={_certificates.AuthorityFile}",
                $"--cluster-signing-cert-file={_certificates.AuthorityFile}", $"--cluster-signing-key-file={_certificates.AuthorityKeyFile}");
            StartController("kube-scheduler", "system:kube-scheduler");
            _running.Push(await FakeKubelet.StartAsync(KubeconfigFile, cancellationToken));

            // Without its service account a namespace takes no pods.
            await PollAsync(async () => await client.GetAsync(new ObjectReference("v1", "ServiceAccount", "default", "default"), cancellationToken) is not null, cancellationToken);
        }
    }

    private void StartController(string program, string user, params string[] arguments)
    {
        string kubeconfig = WriteKubeconfig(user);
        Start(program, ["--bind-address=127.0.0.1", $"--secure-port={FreePort()}", "--port=0", $"--kubeconfig={kubeconfig}", $"--authentication-kubeconfig={kubeconfig}",
            $"--authorization-kubeconfig={kubeconfig}", "--leader-elect=false", .. arguments]);
    }

    private void Start(string program, params string[] arguments) => _running.Push(new ServerProcess(_folder, program, arguments));

    private static async Task PollAsync(Func<Task<bool>> isReady, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                if (await isReady())
                {
                    return;
                }
            }
            catch (Exception error) when (error is HttpRequestException or KubernetesException)
            {
                // Not up yet; the limit of the start ends it.
                continue;
            }
        }
    }

    private string LastLines() => string.Join('\n', _running.OfType<ServerProcess>().Select(process =>
        $"{process.LogFile}:\n{string.Join('\n', File.Exists(process.LogFile) ? File.ReadLines(process.LogFile).TakeLast(15) : [])}"));
}
