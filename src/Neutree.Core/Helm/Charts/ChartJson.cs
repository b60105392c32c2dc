using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Writes <see cref="ChartObject"/>s as Go's encoding/json writes the structs they stand for.</summary>
internal static class ChartJson
{
    public static GoString Write(object? value)
    {
        GoStringBuilder output = new();
        Append(output, value);
        return output.ToGoString();
    }

    private static void Append(GoStringBuilder output, object? value)
    {
        switch (value)
        {
            case ChartObject { Members.Count: 0 }:
                output.Append("{}"u8);
                break;
            case ChartObject structure:
                char before = '{';
                foreach ((string name, object? member) in structure.Members)
                {
                    output.Append((byte)before);
                    output.Append(GoJson.Encode(GoString.FromText(name))).Append((byte)':');
                    Append(output, member);
                    before = ',';
                }

                output.Append("}"u8);
                break;
            case GoSlice { IsNil: false } list when !list.TryGetBytes(out _) && list.Any(static item => item is ChartObject or GoSlice):
                output.Append((byte)'[');
                for (int index = 0; index < list.Count; index++)
                {
                    if (index > 0)
                    {
                        output.Append((byte)',');
                    }

                    Append(output, list[index]);
                }

                output.Append((byte)']');
                break;
            default:
                output.Append(GoJson.Encode(value));
                break;
        }
    }
}
