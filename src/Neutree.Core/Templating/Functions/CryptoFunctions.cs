using Neutree.Core.Go;
using Neutree.Core.Templating.Functions.Cryptography;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3, cryptography: password hashes, keys, encryption. Nothing of it is loaded before a template calls it.</summary>
internal static class CryptoFunctions
{
    public static void AddTo(FunctionTable table) => table.Add(
        GoFunction.From<GoString, GoString>("bcrypt", Bcrypt),
        GoFunction.From<GoString, GoString, GoString>("htpasswd", Htpasswd),
        GoFunction.From<GoString, GoString>("genPrivateKey", GeneratePrivateKey),
        new GoFunction("derivePassword", [GoType.Uint32, GoType.String, GoType.String, GoType.String, GoType.String], isVariadic: false, GoType.String, DerivePassword),
        GoFunction.From<GoString, GoString, GoString>("encryptAES", AesText.Encrypt),
        GoFunction.From<GoString, GoString, GoString>("decryptAES", AesText.Decrypt));

    private static GoString Bcrypt(GoString password) => password.Length > BcryptHash.MaxPasswordLength
        ? "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes"
        : BcryptHash.Create(password.Span);

    private static GoString Htpasswd(GoString user, GoString password) => user.Span.Contains((byte)':')
        ? "invalid username: " + user
        : user + ":" + Bcrypt(password);

    private static GoString GeneratePrivateKey(GoString type)
    {
        using SigningKey? key = PrivateKeyPem.Generate(type.ToString());
        return key is null ? "Unknown type " + type : key.ToPem();
    }

    private static GoString DerivePassword(ReadOnlySpan<object?> arguments) =>
        Cryptography.DerivedPassword.Derive(
            (uint)arguments[0]!, arguments[1]!.ToString()!, (GoString)arguments[2]!, (GoString)arguments[3]!, (GoString)arguments[4]!)
        ?? "cannot find password template " + (GoString)arguments[1]!;
}
