using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Neutree.Core.Go;
using Neutree.Core.Templating.Functions.Cryptography;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3, certificates: authorities, certificates signed by themselves or by an authority.</summary>
internal static class CertificateFunctions
{
    private const int KeySize = 2048;

    private static readonly GoType[] Named = [GoType.String, GoType.Slice, GoType.Slice, GoType.Int];

    public static void AddTo(FunctionTable table) => table.Add(
        Certifying("buildCustomCert", [GoType.String, GoType.String], static arguments => Build((GoString)arguments[0]!, (GoString)arguments[1]!)),
        Certifying("genCA", [GoType.String, GoType.Int], static arguments =>
            Generate(AuthorityOptions(arguments), keyPem: null, authority: null)),
        Certifying("genCAWithKey", [GoType.String, GoType.Int, GoType.String], static arguments =>
            Generate(AuthorityOptions(arguments), arguments[2], authority: null)),
        Certifying("genSelfSignedCert", Named, static arguments => Generate(Options(arguments), keyPem: null, authority: null)),
        Certifying("genSelfSignedCertWithKey", [.. Named, GoType.String], static arguments => Generate(Options(arguments), arguments[4], authority: null)),
        Certifying("genSignedCert", [.. Named, CertificateValue.CertificateType], static arguments =>
            Generate(Options(arguments), keyPem: null, (CertificateValue)arguments[4]!)),
        Certifying("genSignedCertWithKey", [.. Named, CertificateValue.CertificateType, GoType.String], static arguments =>
            Generate(Options(arguments), arguments[5], (CertificateValue)arguments[4]!)));

    private static GoFunction Certifying(string name, GoType[] parameters, GoFunctionBody body) =>
        new(name, parameters, isVariadic: false, CertificateValue.CertificateType, body);

    private static CertificateValue Generate(CertificateRequestOptions options, object? keyPem, CertificateValue? authority)
    {
        using SigningKey key = keyPem is null ? new RsaSigningKey(RSA.Create(KeySize)) : ReadKey("parsing private key", (GoString)keyPem);
        if (authority is null)
        {
            return new CertificateValue(CertificateWriter.Write(options, key, issuer: null), key.ToPem());
        }

        using X509Certificate2 authorityCertificate = CertificateIssuer.ReadCertificate(authority.Cert.ToString());
        using SigningKey authorityKey = ReadKey("error parsing private key", authority.Key);
        CertificateIssuer issuer = CertificateIssuer.FromCertificate(authorityCertificate, authorityKey);
        return new CertificateValue(CertificateWriter.Write(options, key, issuer), key.ToPem());
    }

    private static CertificateValue Build(GoString cert, GoString key)
    {
        GoString certPem = Decode(cert, "unable to decode base64 certificate");
        GoString keyPem = Decode(key, "unable to decode base64 private key");
        using X509Certificate2 certificate = CertificateIssuer.ReadCertificate(certPem.ToString());
        using SigningKey read = ReadKey("error parsing private key", keyPem);
        return new CertificateValue(certPem, keyPem);
    }

    private static GoString Decode(GoString base64, string error)
    {
        byte[] decoded = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64.ToString(), decoded, out int length)
            ? GoString.FromBytes(decoded.AsSpan(0, length))
            : throw new GoException(error);
    }

    private static SigningKey ReadKey(string act, GoString pem)
    {
        try
        {
            return PrivateKeyPem.Read(pem.ToString());
        }
        catch (GoException exception)
        {
            throw new GoException($"{act}: {exception.Message}", exception);
        }
    }

    private static CertificateRequestOptions AuthorityOptions(ReadOnlySpan<object?> arguments) =>
        new(arguments[0]!.ToString()!, [], [], (nint)arguments[1]!, IsAuthority: true);

    private static CertificateRequestOptions Options(ReadOnlySpan<object?> arguments)
    {
        List<IPAddress> addresses = [];
        foreach (object? item in (GoSlice)arguments[1]!)
        {
            addresses.Add(AddressOf(item));
        }

        List<string> names = [];
        foreach (object? item in (GoSlice)arguments[2]!)
        {
            names.Add(item is GoString name ? name.ToString()
                : throw new GoException($"error processing alternate dns name: {GoFormat.ToText(item)} is not a string"));
        }

        return new CertificateRequestOptions(arguments[0]!.ToString()!, names, addresses, (nint)arguments[3]!, IsAuthority: false);
    }

    private static IPAddress AddressOf(object? item)
    {
        string text = item is GoString value ? value.ToString() : throw new GoException($"error parsing ip: {GoFormat.ToText(item)} is not a string");
        return IPAddress.TryParse(text, out IPAddress? address) && IsPlain(text, address) ? address : throw new GoException("error parsing ip: " + text);
    }

    /// <summary>.NET reads more than Go: <c>1</c>, <c>0x7f.1</c>, <c>[::1]</c>, <c>fe80::1%eth0</c>.</summary>
    private static bool IsPlain(string text, IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.ToString() == text
        : !text.Contains('%', StringComparison.Ordinal) && text[0] != '[';
}
