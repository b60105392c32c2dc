using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Helm.Values.Schema;

namespace Neutree.Core.Tests.Helm.Values.Schema;

public sealed class JsonSchemaTests
{
    [Fact]
    public void A_schema_compiled_once_checks_many_values()
    {
        JsonSchema schema = Parse("""{"properties":{"port":{"type":"integer"}}}""");

        Assert.Null(Validate(schema, """{"port":1.0}"""));
        Assert.Equal("- at '/port': got string, want integer", Validate(schema, """{"port":"x"}"""));
        Assert.Null(Validate(schema, """{"port":2}"""));
    }

    [Fact]
    public void Where_helm_s_order_is_chance_violations_are_sorted_by_location()
    {
        JsonSchema schema = Parse("""{"additionalProperties":{"type":"string"},"dependentRequired":{"z":["x"],"b":["x"]}}""");

        Assert.Equal(
            """
            - at '/a': got number, want string
            - at '/b': got number, want string
            - at '/z': got number, want string
            - at '': properties 'x' required, if 'b' exists
            - at '': properties 'x' required, if 'z' exists
            """,
            Validate(schema, """{"z":1,"b":2,"a":3}"""));
    }

    [Fact]
    public void Of_members_with_one_name_the_last_counts()
    {
        JsonSchema schema = Parse("""{"type":"array","type":"object","properties":{"a":false},"properties":{"a":{"const":2}}}""");

        Assert.Null(Validate(schema, """{"a":1,"a":2}"""));
        Assert.Equal("- at '/a': value must be 2", Validate(schema, """{"a":2,"a":1}"""));
    }

    [Fact]
    public void Values_are_taken_as_Helm_holds_them()
    {
        JsonSchema schema = Parse(
            """{"properties":{"a":{"type":"integer","multipleOf":0.1},"b":{"items":{"type":"string"}},"c":{"const":{"d":null}},"e":{"type":"boolean"},"f":{"maximum":9007199254740993}}}""");
        GoMap values = new()
        {
            ["a"] = 1e21,
            ["b"] = new GoSlice([(GoString)"x", 1.5]),
            ["c"] = new GoMap { ["d"] = null },
            ["e"] = true,
            ["f"] = 9007199254740994L,
        };

        Assert.Equal("- at '/b/1': got number, want string\n- at '/f': maximum: got 9.007199254740994×10¹⁵, want 9.007199254740992×10¹⁵", schema.Validate(values)?.Text);
    }

    [Fact]
    public void A_value_that_no_document_can_hold_is_refused()
    {
        GoMap values = new() { ["a"] = double.NaN };

        Assert.Equal("invalid jsonType Double", Assert.Throws<SchemaException>(() => Parse("{}").Validate(values)).Message);
    }

    [Theory]
    [InlineData("""{"$ref":"other.json"}""", "file:///other.json")]
    [InlineData("""{"$ref":"file:///etc/hostname"}""", "file:///etc/hostname")]
    [InlineData("""{"$ref":"https://example.com/a.json#/x"}""", "https://example.com/a.json")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-03/schema#"}""", "http://json-schema.org/draft-03/schema")]
    [InlineData("""{"$schema":"https://example.com/meta.json"}""", "https://example.com/meta.json")]
    public void A_reference_out_of_the_chart_is_refused_and_says_what_to_do(string schema, string url)
    {
        SchemaException refusal = Assert.Throws<SchemaException>(() => Parse(schema));

        Assert.Equal("Schema.RemoteReference", refusal.ErrorId);
        Assert.Equal(ErrorKind.NotSupported, refusal.Kind);
        Assert.Equal(url, refusal.Target);
        Assert.Equal($"failing loading \"{url}\": schemas outside of the chart's values.schema.json are neither opened nor fetched", refusal.Message);
        Assert.Contains("$defs", refusal.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_contacted_for_a_reference()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();

        Assert.Throws<SchemaException>(() => Parse($$"""{"$ref":"http://{{listener.LocalEndpoint}}/a.json"}"""));

        Assert.False(listener.Pending());
    }

    [Fact]
    public void An_unresolved_urn_allows_everything_and_is_told()
    {
        JsonSchema schema = Parse("""{"properties":{"a":{"$ref":"urn:example:x"},"b":{"$ref":"urn:example:x#"}}}""");

        Assert.Null(Validate(schema, """{"a":1}"""));
        Assert.Equal(["urn:example:x"], schema.UnresolvedUrns);
    }

    [Fact]
    public void A_source_resolves_what_it_knows()
    {
        using JsonDocument document = JsonDocument.Parse("""{"$ref":"http://example.com/port.json#/$defs/port"}""");

        JsonSchema schema = JsonSchema.Compile(document.RootElement, new OneSchema("http://example.com/port.json", """{"$defs":{"port":{"maximum":65535}}}"""));

        Assert.Equal("- at '': maximum: got 65,536, want 65,535", Validate(schema, "65536"));
    }

    [Theory]
    [InlineData("{bad")]
    [InlineData("{}x")]
    [InlineData("")]
    [InlineData("{\"a\":01}")]
    public void What_is_not_JSON_is_refused(string text) =>
        Assert.Equal("Schema.InvalidJson", Assert.Throws<SchemaException>(() => Parse(text)).ErrorId);

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        Assert.Null(Validate(Parse("""{"properties":{"\ud800x":{"const":"\n\ud83d\ude00\udc00"}},"required":["\ufffdx"]}"""), "{\"\\udfffx\":\"\\u000a\U0001F600\ufffd\"}"));

    [Fact]
    public void Draft_2019_recurses_to_the_outermost_marked_resource()
    {
        JsonSchema schema = Parse(
            """
            {"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"http://example.com/strict","$recursiveAnchor":true,"$ref":"tree","unevaluatedProperties":false,
             "$defs":{"tree":{"$id":"tree","$recursiveAnchor":true,"properties":{"data":true,"child":{"$recursiveRef":"#"}}}}}
            """);

        Assert.Null(Validate(schema, """{"child":{"data":1}}"""));
        Assert.Equal("- at '/child/daat': false schema\n- at '/child': false schema", Validate(schema, """{"child":{"daat":1}}"""));
    }

    [Fact]
    public void Draft_2019_asserts_formats_only_where_the_metaschema_asks()
    {
        const string Metaschema =
            """{"$schema":"https://json-schema.org/draft/2019-09/schema","$vocabulary":{"https://json-schema.org/draft/2019-09/vocab/format":true,"https://json-schema.org/draft/2019-09/vocab/validation":true}}""";
        using JsonDocument own = JsonDocument.Parse("""{"$schema":"http://example.com/meta","format":"ipv4","properties":{"a":false}}""");
        JsonSchema asserting = JsonSchema.Compile(own.RootElement, new OneSchema("http://example.com/meta", Metaschema));

        Assert.Equal("- at '': 'x' is not valid ipv4: expected four decimals", Validate(asserting, "\"x\""));
        Assert.Null(Validate(asserting, """{"a":1}"""));
        Assert.Null(Validate(Parse("""{"$schema":"https://json-schema.org/draft/2019-09/schema","format":"ipv4"}"""), "\"x\""));
    }

    [Fact]
    public void A_vocabulary_that_nobody_knows_is_refused()
    {
        using JsonDocument own = JsonDocument.Parse("""{"$schema":"http://example.com/meta"}""");
        OneSchema source = new("http://example.com/meta", """{"$schema":"https://json-schema.org/draft/2020-12/schema","$vocabulary":{"urn:v":true}}""");

        Assert.Equal("unsupported vocabulary \"urn:v\" in \"http://example.com/meta\"", Assert.Throws<SchemaException>(() => JsonSchema.Compile(own.RootElement, source)).Message);
    }

    [Theory]
    [InlineData("http://json-schema.org/draft-04/schema")]
    [InlineData("http://json-schema.org/draft-06/schema")]
    [InlineData("http://json-schema.org/draft-07/schema")]
    [InlineData("https://json-schema.org/draft/2019-09/schema")]
    [InlineData("https://json-schema.org/draft/2020-12/schema")]
    [InlineData("https://json-schema.org/schema")]
    public void Metaschemas_are_known_and_valid_by_themselves(string url)
    {
        JsonSchema schema = Parse($$"""{"$ref":"{{url}}"}""");

        Assert.Null(schema.Validate(Neutree.Core.Helm.Values.Schema.Compilation.MetaschemaFiles.Find(url)!));
        Assert.NotNull(Validate(schema, """{"type":"strin"}"""));
    }

    internal static JsonSchema Parse(string schema) => JsonSchema.Parse(Encoding.UTF8.GetBytes(schema));

    internal static string? Validate(JsonSchema schema, string instance)
    {
        using JsonDocument document = JsonDocument.Parse(instance, new JsonDocumentOptions { MaxDepth = 5000 });
        return schema.Validate(document.RootElement)?.Text;
    }

    private sealed class OneSchema(string url, string text) : ISchemaSource
    {
        public JsonValue? Find(string asked) => asked == url ? JsonValueReader.Read(Encoding.UTF8.GetBytes(text)) : null;
    }
}
