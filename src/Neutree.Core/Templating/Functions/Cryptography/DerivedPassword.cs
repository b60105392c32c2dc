using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Go;
using Org.BouncyCastle.Crypto.Generators;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>Passwords of a site derived from a master password (Spectre, formerly Master Password, version 3).</summary>
internal static class DerivedPassword
{
    private const string Scope = "com.lyndir.masterpassword";

    /// <summary>Derives a password; null where no such kind of password exists.</summary>
    public static GoString? Derive(uint counter, string kind, GoString password, GoString user, GoString site)
    {
        string[] templates = TemplatesOf(kind);
        if (templates.Length == 0)
        {
            return null;
        }

        byte[] key = SCrypt.Generate(password.Span.ToArray(), Salt(user, counter: null), 32_768, 8, 2, 64);
        byte[] seed = HMACSHA256.HashData(key, Salt(site, counter));
        string template = templates[seed[0] % templates.Length];
        StringBuilder derived = new(template.Length);
        for (int index = 0; index < template.Length; index++)
        {
            string characters = CharactersOf(template[index]);
            derived.Append(characters[seed[index + 1] % characters.Length]);
        }

        return derived.ToString();
    }

    private static byte[] Salt(GoString name, uint? counter)
    {
        byte[] salt = new byte[Scope.Length + 4 + name.Length + (counter is null ? 0 : 4)];
        Encoding.ASCII.GetBytes(Scope, salt);
        BinaryPrimitives.WriteUInt32BigEndian(salt.AsSpan(Scope.Length), (uint)name.Length);
        name.Span.CopyTo(salt.AsSpan(Scope.Length + 4));
        if (counter is { } number)
        {
            BinaryPrimitives.WriteUInt32BigEndian(salt.AsSpan(^4..), number);
        }

        return salt;
    }

    private static string[] TemplatesOf(string kind) => kind switch
    {
        "maximum" => ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
        "long" =>
        [
            "CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv", "CvccCvcvCvcvno", "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv", "CvcvCvccCvcvno", "CvcvnoCvcvCvcc", "CvcvCvcvnoCvcc", "CvcvCvcvCvccno", "CvccnoCvccCvcv", "CvccCvccnoCvcv",
            "CvccCvccCvcvno", "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc", "CvccCvcvCvccno",
        ],
        "medium" => ["CvcnoCvc", "CvcCvcno"],
        "short" => ["Cvcn"],
        "basic" => ["aaanaaan", "aannaaan", "aaannaaa"],
        "pin" => ["nnnn"],
        _ => [],
    };

    private static string CharactersOf(char sort) => sort switch
    {
        'C' => "BCDFGHJKLMNPQRSTVWXYZ",
        'v' => "aeiou",
        'c' => "bcdfghjklmnpqrstvwxyz",
        'a' => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        'n' => "0123456789",
        'o' => "@&%?,=[]_:-+*$#!'^~;()/.",
        _ => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    };
}
