using System.Text;
using System.Text.Json;

namespace Neutree.Core.Oci.Registries;

/// <summary>One entry of <c>auths</c> in a credential file, or an image registry's credentials in the same shape.</summary>
internal static class AuthEntry
{
    /// <summary>
    /// Name and password from the fields <c>username</c> and <c>password</c> if both are there, else from <c>auth</c>, the base64 of
    /// <c>name:password</c> split at the first colon; tokens besides.
    /// </summary>
    /// <returns>Null where the entry names nobody: half a pair counts as nothing.</returns>
    /// <exception cref="RegistryException">The entry is no object, or <c>auth</c> is not what it should be.</exception>
    public static RegistryCredential? Read(JsonElement entry, string key, string file)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(file, $"its entry for {key} is no object");
        }

        string? registryToken = OciJson.OptionalString(entry, "registrytoken");
        string? identityToken = OciJson.OptionalString(entry, "identitytoken");
        (string user, string password) = ReadPair(entry, key, file, identityToken is not null);
        RegistryCredential? credential = user.Length > 0 && password.Length > 0 ? RegistryCredential.FromPair(user, password)
            : identityToken is not null ? new RegistryCredential { UserName = user.Length > 0 ? user : RegistryCredential.TokenUser }
            : null;
        return registryToken is not null ? (credential ?? new RegistryCredential()) with { RegistryToken = registryToken }
            : identityToken is not null ? credential! with { IdentityToken = identityToken }
            : credential;
    }

    public static RegistryException Invalid(string file, string reason) =>
        new("Registry.InvalidCredentialFile", ErrorKind.InvalidData, $"credentials in {file} can't be read: {reason}")
        {
            Target = file,
            Recommendation = "Repair the file or log in again.",
        };

    private static (string User, string Password) ReadPair(JsonElement entry, string key, string file, bool hasToken)
    {
        if (OciJson.OptionalString(entry, "username") is { } name && OciJson.OptionalString(entry, "password") is { } word)
        {
            return (name, word);
        }

        if (OciJson.OptionalString(entry, "auth") is not { } encoded)
        {
            return ("", "");
        }

        byte[] decoded = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, decoded, out int length))
        {
            throw Invalid(file, $"'auth' for {key} is not base64");
        }

        string text = Encoding.UTF8.GetString(decoded, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            throw Invalid(file, $"'auth' for {key} holds no 'name:password'");
        }

        (string user, string password) = (text[..colon], text[(colon + 1)..].TrimEnd((char)0));
        return hasToken || (user.Length > 0 && password.Length > 0) ? (user, password) : ("", "");
    }
}
