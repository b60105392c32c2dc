using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Publishing;

/// <summary>What PackagePublisher publishes and where to.</summary>
public sealed record PackagePublishOptions
{
    /// <summary>The package's full path; of a split one, its first part's. Also a standalone manifest.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// <c>http</c> or <c>https</c>: where forms are posted to, or the folder that gets the files. <c>oci://registry/repository:tag</c>: published as an artifact, and
    /// <see cref="Method"/> means nothing.
    /// </summary>
    public required Uri Uri { get; init; }

    public PublishMethod Method { get; init; }

    public PackageServerOptions Server { get; init; } = new();

    /// <summary>
    /// The folder under which the files can be fetched afterwards, where that is another address than the one they are sent to; they are checked there.
    /// </summary>
    public Uri? DownloadUri { get; init; }

    /// <summary>Check only the lengths of what arrived, and don't fetch it again where the server states no sums.</summary>
    public bool SizeOnly { get; init; }

    /// <summary>Replace files that are there with other content.</summary>
    public bool Force { get; init; }

    /// <summary>Folder for journals and indexes that later runs go on with; null keeps none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Say what would be published; send nothing.</summary>
    public bool WhatIf { get; init; }
}
