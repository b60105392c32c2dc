using System.Text;
using Neutree.Core.Helm.Values.Schema;

namespace Neutree.Core.Tests.Helm.Values.Schema;

public sealed class SchemaLimitTests
{
    [Fact]
    public void A_schema_nested_too_deeply_is_refused()
    {
        string text = Repeat("{\"not\":", 2000) + "{}" + Repeat("}", 2000);

        Assert.Equal("Schema.InvalidJson", Assert.Throws<SchemaException>(() => JsonSchemaTests.Parse(text)).ErrorId);
    }

    [Fact]
    public void A_schema_nested_as_deeply_as_is_read_is_used()
    {
        string text = Repeat("{\"properties\":{\"a\":", 450) + "{\"type\":\"string\"}" + Repeat("}}", 450);
        string values = Repeat("{\"a\":", 450) + "1" + Repeat("}", 450);

        Assert.Equal($"- at '{Repeat("/a", 450)}': got number, want string", JsonSchemaTests.Validate(JsonSchemaTests.Parse(text), values));
    }

    [Fact]
    public void Values_nested_too_deeply_are_refused()
    {
        JsonSchema schema = JsonSchemaTests.Parse("""{"additionalProperties":{"$ref":"#"}}""");

        Assert.Null(JsonSchemaTests.Validate(schema, Repeat("{\"a\":", 900) + "1" + Repeat("}", 900)));
        Assert.Equal(
            "Schema.TooDeep",
            Assert.Throws<SchemaException>(() => JsonSchemaTests.Validate(schema, Repeat("{\"a\":", 1100) + "1" + Repeat("}", 1100))).ErrorId);
    }

    [Fact]
    public void A_long_chain_of_references_ends_in_an_error_and_not_in_the_stack_s_end()
    {
        StringBuilder definitions = new();
        for (int index = 0; index < 5000; index++)
        {
            definitions.Append($"\"d{index}\":{{\"$ref\":\"#/$defs/d{index + 1}\"}},");
        }

        JsonSchema schema = JsonSchemaTests.Parse($"{{\"$ref\":\"#/$defs/d0\",\"$defs\":{{{definitions}\"d5000\":{{}}}}}}");

        Assert.Equal("Schema.TooDeep", Assert.Throws<SchemaException>(() => JsonSchemaTests.Validate(schema, "1")).ErrorId);
    }

    [Fact]
    public void A_small_stack_ends_in_an_error_too()
    {
        JsonSchema schema = JsonSchemaTests.Parse("""{"additionalProperties":{"allOf":[{"$ref":"#"}]}}""");
        string values = Repeat("{\"a\":", 900) + "1" + Repeat("}", 900);
        Exception? thrown = null;
        Thread thread = new(() => thrown = Record.Exception(() => JsonSchemaTests.Validate(schema, values)), maxStackSize: 256 * 1024);

        thread.Start();
        thread.Join();

        Assert.Equal("Schema.TooDeep", Assert.IsType<SchemaException>(thrown).ErrorId);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""", "- at '': both /$ref and  resolve to \"file:///values.schema.json#\" causing reference cycle")]
    [InlineData(
        """{"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""",
        "- at '': 'allOf' failed\n  - at '': both /allOf/0/$ref/$ref/$ref and /allOf/0/$ref resolve to \"file:///values.schema.json#/$defs/a\" causing reference cycle")]
    public void References_that_lead_to_themselves_on_one_value_are_told(string schema, string expected) =>
        Assert.Equal(expected, JsonSchemaTests.Validate(JsonSchemaTests.Parse(schema), "{}"));

    [Fact]
    public void Work_that_doubles_with_each_level_is_stopped()
    {
        StringBuilder definitions = new();
        for (int index = 0; index < 60; index++)
        {
            definitions.Append($"\"d{index}\":{{\"allOf\":[{{\"$ref\":\"#/$defs/d{index + 1}\"}},{{\"$ref\":\"#/$defs/d{index + 1}\"}}]}},");
        }

        JsonSchema schema = JsonSchemaTests.Parse($"{{\"$ref\":\"#/$defs/d0\",\"$defs\":{{{definitions}\"d60\":{{\"type\":\"string\"}}}}}}");

        Assert.Equal("Schema.TooMuchWork", Assert.Throws<SchemaException>(() => JsonSchemaTests.Validate(schema, "\"x\"")).ErrorId);
    }

    [Fact]
    public void Huge_numbers_are_compared_without_being_written_out()
    {
        JsonSchema schema = JsonSchemaTests.Parse("""{"maximum":1e999999,"multipleOf":3}""");

        Assert.Equal(
            "- at '': maximum: got ∞, want ∞\n- at '': multipleOf: got ∞, want 3",
            JsonSchemaTests.Validate(schema, "1e999999999999999999999"));
    }

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
