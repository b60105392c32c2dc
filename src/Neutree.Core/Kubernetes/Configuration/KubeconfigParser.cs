using Neutree.Core.Go;

namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>Makes the parts of a <see cref="Kubeconfig"/> of one file's content. Throws <see cref="FormatException"/>, whose message holds no value of a secret field.</summary>
/// <param name="absolute">Makes the path of a file that the kubeconfig names absolute.</param>
internal sealed class KubeconfigParser(Func<string, string> absolute)
{
    private const string PluginGroup = "client.authentication.k8s.io/";

    public void Parse(GoMap content, Kubeconfig into)
    {
        KubeconfigFields root = new(content, "");
        into.SetCurrentContext(root.Text("current-context") ?? "");
        foreach ((string name, KubeconfigFields item) in root.Named("clusters", "cluster"))
        {
            into.Add(name, Cluster(item));
        }

        foreach ((string name, KubeconfigFields item) in root.Named("users", "user"))
        {
            into.Add(name, User(name, item));
        }

        foreach ((string name, KubeconfigFields item) in root.Named("contexts", "context"))
        {
            into.Add(name, new KubeconfigContext(item.Text("cluster") ?? "", item.Text("user") ?? "", item.Text("namespace")));
        }
    }

    private KubeconfigCluster Cluster(KubeconfigFields fields) => new()
    {
        Server = fields.Text("server") ?? throw new FormatException($"{fields.Path}.server is missing"),
        TlsServerName = fields.Text("tls-server-name"),
        SkipsCertificateCheck = fields.Flag("insecure-skip-tls-verify"),
        CertificateAuthorityData = fields.Base64("certificate-authority-data"),
        CertificateAuthorityFile = File(fields, "certificate-authority"),
        ProxyUrl = fields.Text("proxy-url"),
        PluginConfiguration = fields.Items("extensions")
            .Where(item => item.Text("name") == "client.authentication.k8s.io/exec")
            .Select(item => item.Value("extension"))
            .FirstOrDefault(),
    };

    private KubeconfigUser User(string name, KubeconfigFields fields) => new()
    {
        Name = name,
        ClientCertificateData = fields.Base64("client-certificate-data"),
        ClientCertificateFile = File(fields, "client-certificate"),
        ClientKeyData = fields.Base64("client-key-data"),
        ClientKeyFile = File(fields, "client-key"),
        Token = fields.Text("token"),
        TokenFile = File(fields, "tokenFile"),
        UserName = fields.Text("username"),
        Password = fields.Text("password"),
        Plugin = fields.Fields("exec") is { } exec ? Plugin(exec) : null,
        AuthProvider = fields.Fields("auth-provider")?.Text("name"),
        Impersonation = new Impersonation
        {
            User = fields.Text("as"),
            Uid = fields.Text("as-uid"),
            Groups = fields.Texts("as-groups"),
            Extra = fields.Fields("as-user-extra") is { } extra
                ? extra.Names.ToDictionary(key => key, extra.Texts)
                : new Dictionary<string, IReadOnlyList<string>>(),
        },
    };

    private ExecPlugin Plugin(KubeconfigFields fields)
    {
        string command = fields.Text("command") ?? throw new FormatException($"{fields.Path}.command is missing");
        string apiVersion = fields.Text("apiVersion") ?? "";
        if (apiVersion is not (PluginGroup + "v1" or PluginGroup + "v1beta1"))
        {
            throw new FormatException($"{fields.Path}.apiVersion is '{apiVersion}'; {PluginGroup}v1 and {PluginGroup}v1beta1 are supported");
        }

        return new ExecPlugin
        {
            Command = command.AsSpan().ContainsAny('/', '\\') ? absolute(command) : command,
            Arguments = fields.Texts("args"),
            Environment = [.. fields.Items("env").Select(item => KeyValuePair.Create(item.Text("name") ?? "", item.Text("value") ?? ""))],
            ApiVersion = apiVersion,
            InstallHint = fields.Text("installHint"),
            ProvidesClusterInfo = fields.Flag("provideClusterInfo"),
            Interaction = fields.Text("interactiveMode") switch
            {
                "Never" => PluginInteraction.Never,
                "Always" => PluginInteraction.Always,
                "IfAvailable" => PluginInteraction.IfAvailable,
                null when apiVersion == PluginGroup + "v1beta1" => PluginInteraction.IfAvailable,
                null => throw new FormatException($"{fields.Path}.interactiveMode is missing: Never, IfAvailable or Always"),
                { } other => throw new FormatException($"{fields.Path}.interactiveMode is '{other}': Never, IfAvailable or Always"),
            },
        };
    }

    private string? File(KubeconfigFields fields, string name) => fields.Text(name) is { } path ? absolute(path) : null;
}
