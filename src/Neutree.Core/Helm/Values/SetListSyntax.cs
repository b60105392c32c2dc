using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>Values that are separated by commas, or lists of them in braces: <c>--set</c>, <c>--set-string</c> and <c>--set-file</c>.</summary>
/// <param name="convert">Makes the value of a text.</param>
internal sealed class SetListSyntax(Func<GoString, object?> convert) : SetSyntax
{
    public override SetValue ReadValue(SetText text)
    {
        if (text.IsAtEnd)
        {
            return new SetValue(GoString.Empty, EndsText: true);
        }

        if (text.TrySkip((byte)'{'))
        {
            return new SetValue(ReadList(text));
        }

        text.TryReadUntil(","u8, HasEscapes, out GoString value, out _);
        return new SetValue(convert(value));
    }

    private GoSlice ReadList(SetText text)
    {
        List<object?> items = [];
        byte stop;
        do
        {
            if (!text.TryReadUntil(",}"u8, HasEscapes, out GoString item, out stop))
            {
                throw SetErrors.Invalid("list must terminate with '}'");
            }

            items.Add(convert(item));
        }
        while (stop != '}');

        text.TrySkip((byte)',');
        return GoSlice.Appended([.. items]);
    }
}
