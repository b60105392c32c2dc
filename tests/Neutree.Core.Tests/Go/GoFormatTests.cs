using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Go.Time;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Go;

public class GoFormatTests
{
    public static TheoryData<string, string, string> Calls => FunctionCases.Read("Go", "Cases", "printf.tsv");

    [Theory]
    [MemberData(nameof(Calls))]
    public void Prints_what_helm_prints(string call, string type, string text) => FunctionCases.Check(call, type, text, new FunctionTable());

    [Theory]
    [InlineData("%v", "&{7 [1 2] 0xc}")]
    [InlineData("%+v", "&{Size:7 Bytes:[1 2] inner:0xc}")]
    [InlineData("%#v", "&t.T{Size:7, Bytes:[]uint8{0x1, 0x2}, inner:(*t.T)(0xc}")]
    public void Prints_a_pointer_to_a_struct_by_its_fields(string format, string expected)
    {
        SampleStruct inner = new([]);
        SampleStruct sample = new(
        [
            new GoField("Size", GoType.Int, (nint)7),
            new GoField("Bytes", GoType.Bytes, GoSlice.OfBytes(new byte[] { 1, 2 })),
            new GoField("inner", inner.Type, inner),
        ]);

        string text = GoFormat.Sprintf(format, [sample]).ToString();

        Assert.Equal(expected, string.Concat(text.AsSpan(0, text.IndexOf("0xc", StringComparison.Ordinal) + 3), "}"));
    }

    [Theory]
    [InlineData("%v %s %q|%8v|%x", "text text \"text\"|    text|74657874")]
    [InlineData("%d %#v %T %v %v", "?t.Text? ?t.Text? t.Text text text")]
    public void Asks_a_value_for_its_text_where_the_verb_takes_text(string format, string expected)
    {
        SampleText value = new();

        Assert.Equal(expected, GoFormat.Sprintf(format, [value, value, value, value, value]).ToString());
    }

    [Theory]
    [InlineData("%v %s %d %T", "March March 3 time.Month")]
    [InlineData("%#v %05d %t %q", "3 00003 %!t(time.Month=3) \"March\"")]
    public void Prints_a_named_number_as_both(string format, string expected)
    {
        GoMonth month = new(3);

        Assert.Equal(expected, GoFormat.Sprintf(format, [month, month, month, month]).ToString());
    }

    [Theory]
    [InlineData("%v %s %x %d", "[104 105] hi 6869 [104 105]")]
    [InlineData("%#v %q % X %T", "[]byte{0x68, 0x69} \"hi\" 68 69 []uint8")]
    public void Prints_bytes_as_numbers_or_text(string format, string expected)
    {
        GoSlice bytes = GoSlice.OfBytes(Encoding.UTF8.GetBytes("hi"));

        Assert.Equal(expected, GoFormat.Sprintf(format, [bytes, bytes, bytes, bytes]).ToString());
    }

    [Theory]
    [InlineData("%v", "[] map[]")]
    [InlineData("%#v", "[]string(nil) map[string]interface {}(nil)")]
    public void Prints_nil_slices_and_maps_as_empty_ones(string format, string expected) =>
        Assert.Equal(expected, GoFormat.Sprintf($"{format} {format}", [GoSlice.NilOf(GoType.StringSlice), GoMap.NilOf(GoType.Map)]).ToString());

    [Fact]
    public void Keeps_bytes_that_are_not_UTF8()
    {
        GoString text = GoString.FromBytes([0xFF, (byte)'a']);

        Assert.Equal([0xFF, (byte)'a', (byte)' ', .. "\"\\xffa\""u8], GoFormat.Sprintf("%s %q", [text, text]).Span.ToArray());
    }

    [Fact]
    public void Refuses_a_map_that_holds_itself()
    {
        GoMap map = new();
        map["self"] = map;

        Assert.Throws<GoException>(() => GoFormat.ToText(map));
    }

    private sealed class SampleText : IGoStringer
    {
        public GoType Type { get; } = GoType.Named("t.Text", GoKind.Struct);

        public GoString GoText => "text";
    }

    private sealed class SampleStruct(GoField[] fields) : IGoStruct
    {
        public GoType Type { get; } = GoType.PointerTo(GoType.Named("t.T", GoKind.Struct));

        public IReadOnlyList<GoField> Fields => fields;

        public bool TryGetField(GoString name, out object? value, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GoType? declaredType)
        {
            (value, declaredType) = (null, null);
            return false;
        }

        public bool TryGetMethod(GoString name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GoFunction? method)
        {
            method = null;
            return false;
        }
    }
}
