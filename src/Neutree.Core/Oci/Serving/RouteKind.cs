namespace Neutree.Core.Oci.Serving;

/// <summary>The endpoints of the distribution API.</summary>
internal enum RouteKind
{
    Base,
    Catalog,
    Tags,
    Manifest,
    Blob,
    Uploads,
    Upload,
    Referrers,
}
