using System.CommandLine;
using Neutree.Core.ControlPlane;

namespace Neutree.Cli.Options;

/// <summary>Where a control plane is.</summary>
internal sealed class ControlPlaneOptions
{
    private readonly Option<DeployMethod> _method = new ChoiceOption<DeployMethod>("--deploy-method")
    {
        Description = "By what it runs; kubernetes is helm.",
        Recursive = true,
    };

    private readonly Option<string> _folder = new("--working-directory")
    {
        Description = "Folder of the rendered files (or NEUTREE_LAUNCH_WORK_DIR; else ./neutree-deploy).",
        HelpName = "folder",
        Recursive = true,
    };

    private readonly Option<string> _namespace = new("--namespace", "-n") { Description = "Namespace of the release; made where there is none.", HelpName = "name", Recursive = true, DefaultValueFactory = _ => ControlPlanePlace.DefaultName };
    private readonly Option<string> _release = new("--release-name") { Description = "Name of the release.", HelpName = "name", Recursive = true, DefaultValueFactory = _ => ControlPlanePlace.DefaultName };
    private readonly Option<string> _kubeconfig = new("--kubeconfig") { Description = "Kubeconfig file (KUBECONFIG, else ~/.kube/config).", HelpName = "file", Recursive = true };
    private readonly Option<string> _context = new("--kube-context") { Description = "Context of the kubeconfig (its current one).", HelpName = "name", Recursive = true };
    private readonly Option<bool> _allowOldServer = new("--allow-old-server") { Description = "Go on with Kubernetes before 1.25, which isn't supported.", Recursive = true };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_method, _folder, _namespace, _release, _kubeconfig, _context, _allowOldServer])
        {
            command.Add(option);
        }
    }

    public ControlPlanePlace Read(ParseResult parsed) => new()
    {
        Method = parsed.GetValue(_method),
        WorkingDirectory = parsed.GetValue(_folder),
        Namespace = NonEmpty(parsed, _namespace),
        ReleaseName = NonEmpty(parsed, _release),
        Kubeconfig = InputPath.Resolve(parsed.GetValue(_kubeconfig)),
        Context = parsed.GetValue(_context) is { Length: > 0 } context ? context : null,
        AllowOldServer = parsed.GetValue(_allowOldServer),
    };

    private static string NonEmpty(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option) is { Length: > 0 } name ? name : throw new UsageException($"{option.Name} is empty");
}
