using Neutree.Core.Go;

namespace Neutree.Core.Tests.Go;

public sealed class GoMapTests
{
    [Fact]
    public void Entries_come_in_the_order_of_their_keys_whatever_was_added_or_removed()
    {
        GoMap map = new();
        map["b"] = Boxed.Int(2);
        map["a"] = Boxed.Int(1);
        _ = map.SortedKeys;
        map["B"] = null;
        map.Remove("b");

        Assert.Equal([KeyValuePair.Create<GoString, object?>("B", null), KeyValuePair.Create<GoString, object?>("a", (nint)1)], map);
    }

    [Fact]
    public void A_view_of_another_type_shares_the_entries()
    {
        GoMap map = new();
        GoMap view = map.As(GoType.Named("common.Values", GoKind.Map, GoType.Interface));
        _ = map.SortedKeys;

        view["k"] = true;

        Assert.Equal("common.Values", view.Type.Text);
        Assert.Equal([GoString.FromText("k")], map.SortedKeys);
    }

    [Fact]
    public void A_shallow_copy_is_on_its_own()
    {
        GoMap map = new();
        map["a"] = Boxed.True;

        map.ShallowCopy()["b"] = Boxed.True;

        Assert.Single(map);
    }

    [Fact]
    public void The_nil_map_is_empty_and_refuses_entries()
    {
        GoMap nil = GoMap.NilOf(GoType.Map);

        Assert.Empty(nil);
        Assert.Null(nil["a"]);
        Assert.True(nil.IsNil);
        Assert.Equal("assignment to entry in nil map", Assert.Throws<GoException>(() => nil["a"] = null).Message);
    }

    [Fact]
    public void Slices_of_bytes_are_seen_as_bytes_and_as_elements()
    {
        GoSlice bytes = GoSlice.OfBytes(new byte[] { 1, 2, 3 });

        Assert.Equal("[]uint8", bytes.Type.Text);
        Assert.Equal([(byte)2, (byte)3], bytes.Between(1, 3).Cast<byte>());
        Assert.True(new GoSlice([(byte)7], GoType.Bytes).TryGetBytes(out ReadOnlyMemory<byte> read));
        Assert.Equal([7], read.ToArray());
        Assert.False(new GoSlice([]).TryGetBytes(out _));
    }

    [Theory]
    [InlineData("map[string]interface {}", "[]string", "func(string, ...interface {}) int")]
    public void Types_are_spelled_as_Go_spells_them(string map, string slice, string function)
    {
        GoFunction variadic = GoFunction.Variadic("f", [GoType.String], GoType.Interface, GoType.Int, static _ => null);

        Assert.Equal((map, slice, function), (GoType.Map.Text, GoType.StringSlice.Text, variadic.Type.Text));
    }
}
