using System.Management.Automation;
using System.Security;
using Neutree.Core;
using Neutree.Core.Packages.Signing;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsSecurity.Protect, "NeutreeOfflinePackage", DefaultParameterSetName = LiteralPathSet, SupportsShouldProcess = true)]
[OutputType(typeof(PackageSignResult))]
public sealed class ProtectNeutreeOfflinePackage : PackageCmdlet
{
    private SecureString? _password;

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string SigningKey { get; set; } = "";

    [Parameter]
    public SecureString? SigningKeyPassword { get; set; }

    private protected override void Process(string path)
    {
        string keyPath = ResolveNew(SigningKey);
        if (!ShouldProcess(path, $"Sign with {keyPath}") || !TryAskPassword(keyPath))
        {
            return;
        }

        SecureString? password = _password;
        Run($"Sign {path}", path, async (pipe, stop) =>
        {
            using PackageSigningKey key = PackageSigningKey.Load(keyPath, password);
            PackageSigner signer = new(new PackageSignOptions { Path = path, SigningKey = key, MaxUnpackedSize = UnpackedLimit });
            pipe.Output(await signer.SignAsync(pipe.Meter, stop).ConfigureAwait(false));
        });
    }

    /// <summary>Asks once for the password of an encrypted key where none was given.</summary>
    private bool TryAskPassword(string keyPath)
    {
        _password ??= SigningKeyPassword;
        try
        {
            if (_password is null && PackageSigningKey.IsEncrypted(keyPath))
            {
                Host.UI.Write($"Password of {SigningKey}: ");
                _password = Host.UI.ReadLineAsSecureString();
            }

            return true;
        }
        catch (NeutreeException failure)
        {
            WriteError(ErrorRecords.From(failure, SigningKey));
            return false;
        }
    }
}
