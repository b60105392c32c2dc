using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Neutree.Core.ControlPlane.Parameters;

/// <summary>The token by which the control plane's own services speak to its API (spec 4.3): HS256, one claim, no expiry.</summary>
internal static class ServiceToken
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";
    private const string Claims = """{"role":"service_role"}""";

    public static string Create(string secret)
    {
        string signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Claims))}";
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
