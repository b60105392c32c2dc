using System.Security.Cryptography;
using System.Text;

namespace Neutree.Core.ControlPlane.Parameters;

/// <summary>
/// One checksum over files (spec 4.6): SHA-256 over name, a zero byte, content, a zero byte of each, in the order of the names; lower
/// hexadecimal digits.
/// </summary>
internal static class FolderChecksum
{
    /// <param name="files">Names with their contents.</param>
    public static string Compute(IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, ReadOnlyMemory<byte> content) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData([0]);
            hash.AppendData(content.Span);
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
