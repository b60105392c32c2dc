using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3's JSON functions. Those without <c>must</c> yield an empty result where a value has no JSON form.</summary>
internal static class JsonFunctions
{
    private const string PrettyIndent = "  ";

    public static void AddTo(FunctionTable table)
    {
        table.Add(
            GoFunction.From("fromJson", (GoString text) => Quietly<object?>(() => GoJson.Decode(text), null)),
            GoFunction.From("mustFromJson", (GoString text) => GoJson.Decode(text)),
            GoFunction.From("toJson", (object? value) => Quietly(() => GoJson.Encode(value), GoString.Empty)),
            GoFunction.From("mustToJson", (object? value) => GoJson.Encode(value)),
            GoFunction.From("toPrettyJson", (object? value) => Quietly(() => GoJson.EncodeIndent(value, "", PrettyIndent), GoString.Empty)),
            GoFunction.From("mustToPrettyJson", (object? value) => GoJson.EncodeIndent(value, "", PrettyIndent)),
            GoFunction.From("toRawJson", (object? value) => GoJson.EncodeRaw(value)),
            GoFunction.From("mustToRawJson", (object? value) => GoJson.EncodeRaw(value)));
    }

    private static T Quietly<T>(Func<T> convert, T otherwise)
    {
        try
        {
            return convert();
        }
        catch (GoException)
        {
            return otherwise;
        }
    }
}
