using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Publishing;

/// <summary>How far the files of one package are; counts are bytes of the package's files.</summary>
internal sealed class PublishProgress(ProgressBoard board, string package)
{
    /// <summary>Begins an act on a file, <c>upload of x.tar.gz</c>; its bytes count towards the run's.</summary>
    public ProgressBoard.BlobProgress Start(string act, PackageFile file)
    {
        board.AddTotal(file.Size);
        return board.Start(package, $"{act} of {file.Name}", file.Size);
    }
}
