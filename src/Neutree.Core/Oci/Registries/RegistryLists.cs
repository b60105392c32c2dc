using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Neutree.Core.Oci.Registries;

/// <summary>Lists of names that come in pages: tags, repositories.</summary>
internal static class RegistryLists
{
    /// <summary>All names, in the registry's order; none where what is listed doesn't exist.</summary>
    /// <param name="server">The registry.</param>
    /// <param name="path">The list's path below the API's base.</param>
    /// <param name="member">The member of each page that has the names.</param>
    /// <param name="repository">The repository it is about, for credentials; empty for none.</param>
    /// <param name="scopes">What a token must allow.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async IAsyncEnumerable<string> ReadAsync(
        RegistryEndpoint server,
        string path,
        string member,
        string repository,
        IReadOnlyList<string> scopes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Uri? page = null;
        do
        {
            RegistryRequest request = new(HttpMethod.Get, path) { Location = page, Repository = repository, Scopes = scopes, What = $"listing {path}" };
            using HttpResponseMessage response = await server.SendCheckedAsync(request, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                yield break;
            }

            byte[]? body = await server.ReadBodyAsync(response, ManifestContent.MaxSize, request.What, cancellationToken).ConfigureAwait(false);
            using (JsonDocument document = OciJson.ParseDocument(body ?? [], "list"))
            {
                if (document.RootElement.TryGetProperty(member, out JsonElement names) && names.ValueKind == JsonValueKind.Array)
                {
                    foreach (string name in names.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!).ToList())
                    {
                        yield return name;
                    }
                }
            }

            Uri asked = server.UrlOf(request);
            Uri? next = LinkHeader.FindNext(response, asked);
            page = next is null || next == asked ? null : await server.ResolveAsync(asked, next, cancellationToken).ConfigureAwait(false);
        }
        while (page is not null);
    }
}
