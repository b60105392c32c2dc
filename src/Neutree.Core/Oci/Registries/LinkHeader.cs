namespace Neutree.Core.Oci.Registries;

/// <summary>The <c>Link</c> header by which lists go on (RFC 8288).</summary>
internal static class LinkHeader
{
    /// <summary>The target of the link with <c>rel=next</c>, resolved against the page it stood on, or null on the last page.</summary>
    public static Uri? FindNext(HttpResponseMessage response, Uri page)
    {
        if (!response.Headers.NonValidated.TryGetValues("Link", out var values))
        {
            return null;
        }

        foreach (string value in values)
        {
            int at = 0;
            while ((at = value.IndexOf('<', at)) >= 0)
            {
                int end = value.IndexOf('>', at);
                if (end < 0)
                {
                    break;
                }

                int following = value.IndexOf(",<", end, StringComparison.Ordinal) is var tight and >= 0 ? tight
                    : value.IndexOf(", <", end, StringComparison.Ordinal) is var spaced and >= 0 ? spaced
                    : value.Length;
                string parameters = value[(end + 1)..following].Replace(" ", "", StringComparison.Ordinal);
                bool isNext = parameters.Split(';').Any(p => p.ToLowerInvariant() is "rel=next" or "rel=\"next\"");
                if (isNext && Uri.TryCreate(page, value[(at + 1)..end], out Uri? next))
                {
                    return next;
                }

                at = following;
            }
        }

        return null;
    }
}
