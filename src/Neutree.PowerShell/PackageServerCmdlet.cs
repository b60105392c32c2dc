using System.Management.Automation;
using System.Net;
using System.Security;
using Neutree.Core.Packages.Servers;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that fetches packages from servers or puts them there.</summary>
public abstract class PackageServerCmdlet : RegistryCmdlet
{
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    private protected PackageServerOptions ServerOptions() => new()
    {
        Token = Token is null ? null : new NetworkCredential("", Token).Password,
        Connection = RegistryOptions(Credential),
    };

    /// <summary>An address without user, password and query, which may hold secrets.</summary>
    private protected static string Shown(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
