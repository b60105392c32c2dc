using System.Formats.Asn1;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>A private key that functions make, read and sign with.</summary>
internal abstract class SigningKey : IDisposable
{
    /// <summary>The key as Go's sprig prints it, PEM with a newline at its end.</summary>
    public abstract string ToPem();

    /// <summary>The public key (RFC 5280 <c>SubjectPublicKeyInfo</c>, DER).</summary>
    public abstract byte[] PublicKeyInfo { get; }

    /// <summary>Writes the signature's <c>AlgorithmIdentifier</c>.</summary>
    public abstract void WriteSignatureAlgorithm(AsnWriter writer);

    public abstract byte[] Sign(byte[] data);

    public abstract void Dispose();
}
