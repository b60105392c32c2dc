using System.Globalization;
using System.Net.Http.Headers;

namespace Neutree.Core.Packages.Receiving;

/// <summary>By what a server's file is known again: its size and what the server says of its version.</summary>
/// <param name="Size">Bytes; null where the server doesn't say.</param>
/// <param name="EntityTag">A strong entity tag with its quotes, or null.</param>
/// <param name="LastModified">The header as a date in the round-trip format, or null.</param>
internal sealed record ContentIdentity(long? Size, string? EntityTag, string? LastModified)
{
    /// <summary>Whether two requests can be told to concern the same bytes.</summary>
    public bool IsFirm => Size is not null && (EntityTag is not null || LastModified is not null);

    /// <summary>What an answer, whole or partial, says of the file behind it.</summary>
    public static ContentIdentity Of(HttpResponseMessage response)
    {
        HttpContentHeaders content = response.Content.Headers;
        return new ContentIdentity(
            content.ContentRange is { } range ? range.Length : content.ContentLength,
            response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null,
            content.LastModified?.ToString("O", CultureInfo.InvariantCulture));
    }

    /// <summary>What a request for a part says, so that the server answers with all of it should it have changed.</summary>
    public string? IfRange => EntityTag
        ?? (LastModified is { } date ? DateTimeOffset.Parse(date, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture) : null);

    /// <summary>Whether another answer can be about the same bytes: what both say is equal.</summary>
    public bool Fits(ContentIdentity other) =>
        Size == other.Size && (EntityTag is null || other.EntityTag is null || EntityTag == other.EntityTag)
        && (EntityTag is not null || LastModified is null || other.LastModified is null || LastModified == other.LastModified);
}
