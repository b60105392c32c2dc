using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>JSON values that are separated by commas; none at all is null: <c>--set-json</c>.</summary>
internal sealed class SetJsonSyntax : SetSyntax
{
    public override SetValue ReadValue(SetText text)
    {
        if (TrySkipBlank(text))
        {
            return new SetValue(null);
        }

        int length = JsonExtent.Measure(text.Rest);
        object? value;
        try
        {
            value = GoJson.Decode(GoString.FromBytes(text.Rest[..length]));
        }
        catch (GoException refusal)
        {
            throw SetErrors.Invalid(refusal.Message, refusal);
        }

        text.Skip(length);
        TrySkipBlank(text);
        return new SetValue(value);
    }

    /// <summary>Skips white space and the comma after it.</summary>
    /// <returns>Whether a comma or the end of the text was reached.</returns>
    private static bool TrySkipBlank(SetText text)
    {
        while (!text.IsAtEnd)
        {
            Rune.DecodeFromUtf8(text.Rest, out Rune rune, out int width);
            if (rune.Value == ',')
            {
                text.Skip(width);
                return true;
            }

            if (!GoUnicode.IsSpace(rune))
            {
                return false;
            }

            text.Skip(width);
        }

        return true;
    }
}
