using System.Security;
using Neutree.Core.Packages.Signing;

namespace Neutree.Cli;

/// <summary>
/// Loads a signing key. The password of an encrypted one comes from standard input, the environment (<c>NEUTREE_SIGNING_KEY_PASSWORD</c>), or, on a
/// terminal, from whoever sits at it.
/// </summary>
internal static class SigningKeyInput
{
    private const string Variable = "NEUTREE_SIGNING_KEY_PASSWORD";

    public static PackageSigningKey Load(string path, bool passwordFromInput)
    {
        if (!PackageSigningKey.IsEncrypted(path))
        {
            return PackageSigningKey.Load(path);
        }

        using SecureString? password = passwordFromInput ? Protect(Console.In.ReadToEnd().TrimEnd('\r', '\n'))
            : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? Protect(given)
            : Console.IsInputRedirected ? null
            : Ask(path);
        return PackageSigningKey.Load(path, password);
    }

    private static SecureString Protect(string text)
    {
        SecureString secret = new();
        foreach (char character in text)
        {
            secret.AppendChar(character);
        }

        return secret;
    }

    private static SecureString Ask(string path)
    {
        Console.Error.Write($"Password of {path}: ");
        SecureString secret = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key != ConsoleKey.Backspace)
            {
                secret.AppendChar(key.KeyChar);
            }
            else if (secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
        }

        Console.Error.WriteLine();
        return secret;
    }
}
