using System.Globalization;
using System.Net;
using Neutree.Core.Go;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>A list, page by page. Where a continuation expired, the server's offer to go on with what it holds now is taken.</summary>
internal sealed class ObjectPages(ApiConnection connection, ApiRequest request, ObjectQuery query)
{
    private const string MetadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    private string? _continue;
    private bool _isAtEnd;

    /// <summary>The version of the list, for a watch that begins where it ends.</summary>
    public string ResourceVersion { get; private set; } = "";

    /// <summary>Null after the last page.</summary>
    public async Task<IReadOnlyList<KubernetesObject>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_isAtEnd)
        {
            return null;
        }

        KubernetesObject list = await ReadAsync(cancellationToken).ConfigureAwait(false);
        ResourceVersion = list.Text("metadata", "resourceVersion");
        _continue = list.Text("metadata", "continue");
        _isAtEnd = _continue.Length == 0;
        return list.Find("items") is GoSlice items ? [.. items.OfType<GoMap>().Select(Complete)] : [];
    }

    private async Task<KubernetesObject> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            string path = request.Path + new QueryText()
                .Add("labelSelector", query.LabelSelector)
                .Add("fieldSelector", query.FieldSelector)
                .Add("limit", query.PageSize.ToString(CultureInfo.InvariantCulture))
                .Add("continue", _continue);
            try
            {
                ApiAnswer answer = await connection.SendAsync(request with { Path = path, Accept = query.IsMetadataOnly ? MetadataOnly : request.Accept }, cancellationToken).ConfigureAwait(false);
                return ObjectReading.Read(answer.Body, request, connection.Server);
            }
            catch (KubernetesException error) when (error.StatusCode == HttpStatusCode.Gone && error.ContinueToken is { } offered && offered != _continue)
            {
                _continue = offered;
            }
        }
    }

    // The items of a list of a built-in kind name neither version nor kind, and metadata alone call themselves something else.
    private KubernetesObject Complete(GoMap item)
    {
        if (item["kind"] is null || query.IsMetadataOnly)
        {
            item["kind"] = (GoString)query.Kind;
            item["apiVersion"] = (GoString)query.ApiVersion;
        }

        return new KubernetesObject(item);
    }
}
