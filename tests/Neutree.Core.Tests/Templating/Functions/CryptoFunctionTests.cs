using System.Security.Cryptography;
using Neutree.Core.Go;
using Neutree.Core.Templating.Functions.Cryptography;

namespace Neutree.Core.Tests.Templating.Functions;

public sealed class CryptoFunctionTests
{
    [Theory]
    [InlineData("p", "$2a$10$frM4XpJXZd1hx0rNdxX9yeGxPv8zo26TCJj4at.hYKIF0Izzo6TSa")]
    [InlineData("pässword", "$2a$10$4xT9Y2/B.HT/vTN58BHxpuT0jrLkKsSZcoqzBIaMbxo7gYV4vEmX6")]
    public void Hashes_as_helm_does_with_the_same_salt(string password, string hash)
    {
        GoString text = password;

        Assert.Equal(hash, BcryptHash.Create(text.Span, SaltOf(hash)));
    }

    [Fact]
    public void A_hash_has_a_salt_of_its_own()
    {
        string first = Text("htpasswd \"me\" \"secret\"");
        string hash = first["me:".Length..];
        GoString password = "secret";

        Assert.Equal(hash, BcryptHash.Create(password.Span, SaltOf(hash)));
        Assert.NotEqual(first, Text("htpasswd \"me\" \"secret\""));
    }

    [Fact]
    public void Reads_what_helm_encrypted()
    {
        Assert.Equal("some text", Text("decryptAES \"a secret password longer than 32 bytes!!\" \"ULCByWaaAsSBgF6r1EIuBxmzPlxrhg0GV4b15myihE8=\""));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("sixteen letters!")]
    [InlineData("ünïcode, and more than one block of it")]
    public void Reads_what_it_encrypted(string text)
    {
        Assert.Equal(text, Text($"decryptAES \"k\" (encryptAES \"k\" \"{text}\")"));
    }

    [Fact]
    public void Makes_rsa_keys()
    {
        string pem = Text("genPrivateKey \"rsa\"");
        using RSA key = RSA.Create();
        key.ImportFromPem(pem);

        Assert.StartsWith("-----BEGIN RSA PRIVATE KEY-----\n", pem);
        Assert.EndsWith("-----END RSA PRIVATE KEY-----\n", pem);
        Assert.Equal(4096, key.KeySize);
    }

    [Fact]
    public void Makes_ecdsa_keys()
    {
        string pem = Text("genPrivateKey \"ecdsa\"");
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(pem);

        Assert.StartsWith("-----BEGIN EC PRIVATE KEY-----\n", pem);
        Assert.Equal("1.2.840.10045.3.1.7", key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value);
    }

    [Fact]
    public void Makes_ed25519_keys()
    {
        string pem = Text("genPrivateKey \"ed25519\"");

        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEI", pem);
        Assert.Equal(pem, PrivateKeyPem.Read(pem).ToPem());
    }

    [Fact]
    public void A_dsa_key_is_read_as_it_was_printed()
    {
        byte[] number = [0x80, 1, 2, 3];
        string pem = new DsaSigningKey(new DSAParameters { P = number, Q = [5], G = [0, 7], Y = [0x7F], X = [9] }).ToPem();

        Assert.StartsWith("-----BEGIN DSA PRIVATE KEY-----\n", pem);
        Assert.Equal(pem, PrivateKeyPem.Read(pem).ToPem());
    }

    private static string Text(string expression) => ExpressionResult.Of(expression)!.ToString()!;

    private static byte[] SaltOf(string hash)
    {
        const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        const string Standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        string salt = hash.Substring(7, 22);
        return Convert.FromBase64String(string.Concat(salt.Select(static digit => Standard[Alphabet.IndexOf(digit, StringComparison.Ordinal)])) + "==");
    }
}
