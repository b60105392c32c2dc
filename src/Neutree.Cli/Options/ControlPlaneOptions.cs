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

    public void AddTo(Command command)
    {
        command.Add(_method);
        command.Add(_folder);
    }

    public ControlPlanePlace Read(ParseResult parsed) => new() { Method = parsed.GetValue(_method), WorkingDirectory = parsed.GetValue(_folder) };
}
