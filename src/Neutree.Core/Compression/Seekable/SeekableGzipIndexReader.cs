using System.Buffers;
using System.Text.Json;

namespace Neutree.Core.Compression.Seekable;

/// <summary>
/// Reads the JSON of an index from whoever wrote it, fields in the order in which they are written. Members are checked as they come, so that a small file can't have many.
/// </summary>
internal ref struct SeekableGzipIndexReader(ReadOnlySpan<byte> json)
{
    private const int SumLength = 64;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private Utf8JsonReader _json = new(json);

    /// <param name="end">Where the members end in the file.</param>
    /// <exception cref="FormatException">The index is of another form, or tells of members that can't be.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A value is of another type.</exception>
    public SeekableGzipIndex Read(long end)
    {
        Expect(JsonTokenType.StartObject);
        ExpectName("version");
        long version = ReadNumber();
        if (version != SeekableGzipIndex.Version)
        {
            throw new FormatException($"the index is of version {version}; this program knows version {SeekableGzipIndex.Version} and may be too old for the package");
        }

        ExpectName("length");
        long length = ReadNumber();
        ExpectName("members");
        Expect(JsonTokenType.StartArray);
        List<SeekableGzipMember> members = [];
        while (Next() == JsonTokenType.StartArray)
        {
            members.Add(ReadMember(members.Count == 0 ? default : members[^1], members.Count, end));
        }

        Require(_json.TokenType == JsonTokenType.EndArray && Next() == JsonTokenType.EndObject && !_json.Read());
        return SeekableGzipIndex.Create(members, length, end);
    }

    private SeekableGzipMember ReadMember(SeekableGzipMember before, int number, long end)
    {
        long offset = ReadNumber();
        long position = ReadNumber();
        string? sum = Next() == JsonTokenType.EndArray ? null : _json.GetString();
        if (sum is not null)
        {
            Require(sum.Length == SumLength && !sum.AsSpan().ContainsAnyExcept(HexDigits) && Next() == JsonTokenType.EndArray);
        }

        bool isBehind = number == 0 ? offset == 0 && position == 0
            : offset - before.Offset > GzipMemberFormat.HeaderSize + GzipMemberFormat.TrailerSize && position > before.Position;
        return isBehind && offset < end ? new SeekableGzipMember(offset, position, sum) : throw new FormatException($"the index tells of an impossible member {number}");
    }

    private long ReadNumber()
    {
        Expect(JsonTokenType.Number);
        return _json.TryGetInt64(out long value) && value >= 0 ? value : throw Malformed();
    }

    private void ExpectName(string name) => Require(Next() == JsonTokenType.PropertyName && _json.ValueTextEquals(name));

    private void Expect(JsonTokenType token) => Require(Next() == token);

    private JsonTokenType Next() => _json.Read() ? _json.TokenType : throw Malformed();

    private static void Require(bool isAsWritten)
    {
        if (!isAsWritten)
        {
            throw Malformed();
        }
    }

    private static FormatException Malformed() => new("the index is malformed");
}
