using Neutree.Core.Go;

namespace Neutree.Core.Tests.Go;

public sealed class GoStringTests
{
    [Fact]
    public void A_text_beyond_the_limit_is_refused_before_memory_is_taken()
    {
        GoStringBuilder text = new();

        GoException error = Assert.Throws<GoException>(() => text.AppendRepeated((byte)'x', int.MaxValue - 1));

        Assert.Equal("a text is larger than 128 MiB", error.Message);
        Assert.Equal(0, text.Length);
    }

    [Fact]
    public void Length_index_and_slice_count_bytes()
    {
        GoString text = "é☃";

        Assert.Equal(5, text.Length);
        Assert.Equal(0xC3, text[0]);
        Assert.Equal(GoString.FromBytes([0xC3]), text.Between(0, 1));
    }

    [Fact]
    public void Equality_and_order_are_those_of_the_bytes()
    {
        Assert.Equal(GoString.FromText("a"), GoString.FromBytes("a"u8));
        Assert.Equal(GoString.FromText("a").GetHashCode(), GoString.FromBytes("a"u8).GetHashCode());
        Assert.NotEqual(GoString.FromText("a"), GoString.FromText("A"));

        // In UTF-16 the second would come first: its lead surrogate is smaller than U+FF5E.
        Assert.True(GoString.FromText("\uFF5E").CompareTo("\U0001F600") < 0);
    }

    [Fact]
    public void Bytes_that_are_no_text_survive_and_show_as_replacement_characters()
    {
        GoString binary = GoString.FromBytes([0xFF, (byte)'a']);

        Assert.Equal([0xFF, (byte)'a'], binary.Span.ToArray());
        Assert.Equal("\uFFFDa", binary.ToString());
    }

    [Fact]
    public void Each_invalid_byte_is_one_rune_of_width_one()
    {
        List<(int Index, int Rune, int Width, bool Valid)> runes = [];
        GoRunes walk = GoString.FromBytes([(byte)'a', 0xE2, 0x98, (byte)'b', 0xEF, 0xBF, 0xBD]).Runes;
        while (walk.MoveNext())
        {
            runes.Add((walk.Index, walk.Current.Value, walk.Width, walk.IsValid));
        }

        Assert.Equal([(0, 'a', 1, true), (1, 0xFFFD, 1, false), (2, 0xFFFD, 1, false), (3, 'b', 1, true), (4, 0xFFFD, 3, true)], runes);
    }

    [Fact]
    public void A_builder_collects_bytes_text_and_runes()
    {
        GoStringBuilder builder = new(capacity: 1);

        builder.Append("ab").AppendText("é").Append((byte)0xFF).AppendRepeated((byte)'-', 3).Append(new System.Text.Rune(0x1F600));

        Assert.Equal([.. "abé"u8, 0xFF, .. "---😀"u8], builder.ToGoString().Span.ToArray());
    }

    [Fact]
    public void What_was_built_does_not_change_when_the_builder_goes_on()
    {
        GoStringBuilder builder = new();
        GoString first = builder.Append("one").ToGoString();

        builder.Truncate(0);
        builder.Append("two");

        Assert.Equal("one", first.ToString());
    }
}
