using System.Management.Automation;
using Neutree.Core;
using Neutree.Core.Packages.Checks;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Test, "NeutreeOfflinePackage", DefaultParameterSetName = LiteralPathSet)]
[OutputType(typeof(PackageFinding))]
[OutputType(typeof(bool))]
public sealed class TestNeutreeOfflinePackage : PackageCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PublicKey { get; set; }

    [Parameter]
    public PackageRequirement Require { get; set; }

    [Parameter]
    public SwitchParameter Deep { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process(string path)
    {
        PackageCheckOptions options = new()
        {
            Path = path,
            PublicKeyPath = PublicKey is null ? null : ResolveNew(PublicKey),
            Require = Require,
            Deep = Deep,
            MaxUnpackedSize = UnpackedLimit,
        };
        Run($"Check {path}", path, async (pipe, stop) =>
        {
            bool sound = true;
            try
            {
                await foreach (PackageFinding finding in new PackageChecker(options).CheckAsync(pipe.Meter, stop).ConfigureAwait(false))
                {
                    sound &= finding.Severity != FindingSeverity.Error;
                    if (!Quiet)
                    {
                        pipe.Output(finding);
                    }
                }
            }
            catch (NeutreeException failure) when (Quiet)
            {
                // What can't be opened isn't sound, which is an error besides.
                pipe.Error(ErrorRecords.From(failure, path));
                sound = false;
            }

            if (Quiet)
            {
                pipe.Output(sound);
            }
        });
    }
}
