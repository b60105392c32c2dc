using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// The index of one compressed archive, kept in a file so that later runs need no first pass. It is found by the archive's path, size,
/// time of change and a hash of both its ends.
/// </summary>
internal sealed class TarIndexCache
{
    private const int Version = 1;
    private const int EndSize = 64 * 1024;
    private readonly string _path;
    private readonly string _archive;
    private readonly ILogger _logger;

    private TarIndexCache(string path, string archive, ILogger logger)
    {
        _path = path;
        _archive = archive;
        _logger = logger;
    }

    /// <returns>The cache of the archive, or null for what has no path of its own.</returns>
    public static async ValueTask<TarIndexCache?> OpenAsync(FileArchiveData data, string folder, ILogger logger, CancellationToken cancellationToken)
    {
        FileInfo file = new(data.Name);
        if (!file.Exists)
        {
            return null;
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string identity = string.Create(
            CultureInfo.InvariantCulture, $"{Version}\n{file.FullName}\n{data.Length}\n{file.LastWriteTimeUtc.Ticks}\n");
        hash.AppendData(Encoding.UTF8.GetBytes(identity));
        byte[] end = new byte[EndSize];
        foreach (long offset in (long[])[0, Math.Max(0, data.Length - EndSize)])
        {
            int read = await data.ReadAsync(end, offset, cancellationToken).ConfigureAwait(false);
            hash.AppendData(end, 0, read);
        }

        string name = Convert.ToHexStringLower(hash.GetHashAndReset()) + ".json";
        return new TarIndexCache(Path.Combine(folder, "archive-index", name), data.Name, logger);
    }

    /// <summary>The kept index, or null where there is none that can be used.</summary>
    public TarIndex? Load(GzipArchiveData data)
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(_path));
            JsonElement root = document.RootElement;
            List<GzipMember> members = [];
            foreach (JsonElement member in root.GetProperty("members").EnumerateArray())
            {
                members.Add(new GzipMember(member[0].GetInt64(), member[1].GetInt64()));
            }

            TarIndex index = ReadIndex(root.GetProperty("entries"));
            data.Restore(members, root.GetProperty("length").GetInt64());
            return index;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException
            or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            _logger.LogDebug(error, "the kept index of {Archive} can't be used; reading the archive anew", _archive);
            return null;
        }
    }

    /// <summary>Keeps the index; where that fails, later runs are slower and nothing else.</summary>
    public void Store(TarIndex index, GzipArchiveData data)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("length", data.Length);
            writer.WriteStartArray("members");
            foreach (GzipMember member in data.Members)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(member.CompressedOffset);
                writer.WriteNumberValue(member.Offset);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WritePropertyName("entries");
            WriteIndex(writer, index);
            writer.WriteEndObject();
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            string temporary = _path + "." + Path.GetRandomFileName();
            File.WriteAllBytes(temporary, buffer.WrittenSpan);
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _logger.LogDebug(error, "the index of {Archive} can't be kept", _archive);
        }
    }

    private static void WriteIndex(Utf8JsonWriter writer, TarIndex index)
    {
        writer.WriteStartArray();
        foreach (TarEntry entry in index.Entries)
        {
            writer.WriteStartObject();
            writer.WriteString("name", entry.Name);
            writer.WriteNumber("kind", (int)entry.Kind);
            writer.WriteNumber("offset", entry.Offset);
            writer.WriteNumber("size", entry.Size);
            if (entry.LinkTarget is { } target)
            {
                writer.WriteString("link", target);
            }

            if (entry.Content is { } content)
            {
                writer.WriteBase64String("content", content.Span);
            }
            else if (entry.Head.Length > 0)
            {
                writer.WriteBase64String("head", entry.Head.Span);
            }

            if (entry.Nested is { } nested)
            {
                writer.WritePropertyName("entries");
                WriteIndex(writer, nested);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static TarIndex ReadIndex(JsonElement entries)
    {
        List<TarEntry> read = [];
        foreach (JsonElement entry in entries.EnumerateArray())
        {
            byte[]? content = entry.TryGetProperty("content", out JsonElement bytes) ? bytes.GetBytesFromBase64() : null;
            read.Add(new TarEntry(
                entry.GetProperty("name").GetString()!,
                (TarEntryKind)entry.GetProperty("kind").GetInt32(),
                entry.GetProperty("offset").GetInt64(),
                entry.GetProperty("size").GetInt64())
            {
                LinkTarget = entry.TryGetProperty("link", out JsonElement link) ? link.GetString() : null,
                // A null array, and a null beside a memory, would turn into empty content instead of none.
                Content = content is null ? (ReadOnlyMemory<byte>?)null : content,
                Head = content ?? (entry.TryGetProperty("head", out JsonElement head) ? head.GetBytesFromBase64() : []),
                Nested = entry.TryGetProperty("entries", out JsonElement nested) ? ReadIndex(nested) : null,
            });
        }

        return new TarIndex(read);
    }
}
