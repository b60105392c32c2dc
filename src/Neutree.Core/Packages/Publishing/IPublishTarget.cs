namespace Neutree.Core.Packages.Publishing;

/// <summary>A place that takes the files of a package: all of them, or it fails.</summary>
internal interface IPublishTarget : IAsyncDisposable
{
    /// <summary>Where a file can be fetched afterwards; null where that isn't known beforehand.</summary>
    Uri? AddressOf(PackageFile file);

    /// <param name="files">In the order in which they may appear there.</param>
    /// <param name="progress">Told how far each is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">One of them can't be published.</exception>
    Task<IReadOnlyList<PublishedFile>> PublishAsync(IReadOnlyList<PackageFile> files, PublishProgress progress, CancellationToken cancellationToken);
}
