using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>Reads what the names of values files stand for: files, standard input, URLs where they are allowed.</summary>
/// <param name="standardInput">What <c>-</c> is.</param>
/// <param name="client">Fetches URLs; null where they aren't allowed.</param>
/// <param name="baseFolder">The folder that relative paths start at; null is the current one of the process.</param>
internal sealed class ValuesSource(Stream standardInput, HttpClient? client, string? baseFolder = null)
{
    /// <summary>The most that is read of one source, in bytes.</summary>
    public int MaxLength { get; init; } = 256 << 20;

    /// <exception cref="ValuesException">There is no such file, it can't be read, or it is too large.</exception>
    public async Task<GoString> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Trim() == "-")
        {
            return await ReadToEndAsync(standardInput, "standard input", cancellationToken).ConfigureAwait(false);
        }

        return FindScheme(name) is { } scheme
            ? await FetchAsync(name, scheme, cancellationToken).ConfigureAwait(false)
            : await ReadFileAsync(name, cancellationToken).ConfigureAwait(false);
    }

    private static string? FindScheme(string name) => Array.Find(
        ["http", "https", "oci"], scheme => name.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && name.AsSpan(scheme.Length).StartsWith(":"));

    private async Task<GoString> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        string place = baseFolder is null ? path : Path.Combine(baseFolder, path);
        try
        {
            if (Directory.Exists(place))
            {
                throw Unreadable(ErrorKind.InvalidArgument, $"read {path}: is a directory", path);
            }

            FileStream file = new(place, FileMode.Open, FileAccess.Read, FileShare.Read);
            await using (file.ConfigureAwait(false))
            {
                return await ReadToEndAsync(file, path, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw Unreadable(ErrorKind.NotFound, $"open {path}: no such file or directory", path, missing);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw Unreadable(ErrorKind.PermissionDenied, $"open {path}: permission denied", path, refused);
        }
        catch (IOException broken)
        {
            throw Unreadable(ErrorKind.InvalidData, $"read {path}: {broken.Message}", path, broken);
        }
    }

    private async Task<GoString> FetchAsync(string url, string scheme, CancellationToken cancellationToken)
    {
        if (client is null || scheme == "oci" || !Uri.TryCreate(url, UriKind.Absolute, out Uri? address))
        {
            throw new ValuesException("Values.UrlRefused", ErrorKind.NotSupported, $"values can't be read from {url}: only files are")
            {
                Target = url,
                Recommendation = "Download the values and give the path of the file.",
            };
        }

        try
        {
            using HttpResponseMessage response = await client
                .GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw Unreadable(ErrorKind.NotFound, $"failed to fetch {url} : {(int)response.StatusCode} {response.ReasonPhrase}", url);
            }

            Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                return await ReadToEndAsync(content, url, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException
            || (broken is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Unreadable(ErrorKind.ConnectionFailed, $"failed to fetch {url} : {broken.Message}", url, broken);
        }
    }

    private async Task<GoString> ReadToEndAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[1 << 16];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            content.Write(buffer, 0, count);
            if (content.Length > MaxLength)
            {
                throw Unreadable(ErrorKind.LimitExceeded, $"read {name}: values of more than {MaxLength} bytes", name);
            }
        }

        return GoString.Adopt(content.ToArray());
    }

    private static ValuesException Unreadable(ErrorKind kind, string message, string target, Exception? inner = null) =>
        new("Values.Unreadable", kind, message, inner) { Target = target, Recommendation = "Check the path of the values." };
}
