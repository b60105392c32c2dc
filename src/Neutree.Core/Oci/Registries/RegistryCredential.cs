using System.Text;

namespace Neutree.Core.Oci.Registries;

/// <summary>What proves to a registry who asks: a name and password, an identity token for its token server, or a ready bearer token.</summary>
internal sealed record RegistryCredential
{
    /// <summary>The user name under which credential files and helpers keep identity tokens.</summary>
    public const string TokenUser = "<token>";

    public string UserName { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>An OAuth2 refresh token.</summary>
    public string? IdentityToken { get; init; }

    /// <summary>A bearer token sent as it is.</summary>
    public string? RegistryToken { get; init; }

    public string ToBasic() => Convert.ToBase64String(Encoding.UTF8.GetBytes(UserName + ":" + Password));

    public static RegistryCredential FromPair(string userName, string password) =>
        userName == TokenUser
            ? new RegistryCredential { UserName = userName, Password = password, IdentityToken = password }
            : new RegistryCredential { UserName = userName, Password = password };

    /// <summary>Never the secrets: records print their members by default.</summary>
    public override string ToString() => $"credential of '{UserName}'";
}
