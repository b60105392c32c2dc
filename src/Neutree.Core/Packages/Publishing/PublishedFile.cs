namespace Neutree.Core.Packages.Publishing;

/// <summary>A file of a published package.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Uri">Where it can be fetched, without user, password and query; null where the server doesn't say.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="BytesSent">Bytes that were sent in this run; 0 where it was there already.</param>
/// <param name="Verification">What shows that it arrived unchanged.</param>
public sealed record PublishedFile(string Name, PackageFileKind Kind, Uri? Uri, long Size, string Sha256, long BytesSent, PublishVerification Verification)
{
    /// <summary>Whether it was put there in this run.</summary>
    internal bool IsNew { get; init; }
}
