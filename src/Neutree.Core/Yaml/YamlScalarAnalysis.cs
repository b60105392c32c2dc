namespace Neutree.Core.Yaml;

/// <summary>Which styles a text may be written in (libyaml's rules as go-yaml has them).</summary>
/// <param name="HasBreaks">Whether it holds line breaks.</param>
/// <param name="MayBePlain">Whether no quotes are needed in block context.</param>
/// <param name="MayBeSingleQuoted">Whether single quotes, which know no escapes, will do.</param>
/// <param name="MayBeLiteral">Whether a block scalar will do.</param>
internal readonly record struct YamlScalarAnalysis(bool HasBreaks, bool MayBePlain, bool MayBeSingleQuoted, bool MayBeLiteral)
{
    /// <param name="text">The text.</param>
    /// <param name="allowsTabs">Whether a tab may stand in a block scalar unescaped (go-yaml 3).</param>
    public static YamlScalarAnalysis Of(ReadOnlySpan<byte> text, bool allowsTabs)
    {
        if (text.IsEmpty)
        {
            return new YamlScalarAnalysis(HasBreaks: false, MayBePlain: true, MayBeSingleQuoted: true, MayBeLiteral: false);
        }

        bool hasIndicators = text.StartsWith("---"u8) || text.StartsWith("..."u8);
        bool hasBreaks = false;
        bool hasTabs = false;
        bool hasSpecials = false;
        bool hasBreakThenSpace = false;
        bool hasSpaceThenBreak = false;
        bool afterSpace = false;
        bool afterBreak = false;
        bool afterWhite = true;
        for (int at = 0, width; at < text.Length; at += width)
        {
            byte current = text[at];
            width = YamlCharacters.Width(current);
            bool beforeWhite = at + width >= text.Length || text[at + width] is (byte)' ' or (byte)'\t';
            hasIndicators |= current switch
            {
                (byte)',' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'&' or (byte)'*' or (byte)'!' or (byte)'|' or (byte)'>'
                    or (byte)'\'' or (byte)'"' or (byte)'%' or (byte)'@' or (byte)'`' => at == 0,
                (byte)'?' or (byte)'-' => at == 0 && beforeWhite,
                (byte)':' => beforeWhite,
                (byte)'#' => afterWhite,
                _ => false,
            };
            if (allowsTabs && current == '\t')
            {
                hasTabs = true;
            }
            else if (!YamlCharacters.IsPrintable(text, at))
            {
                hasSpecials = true;
            }

            bool isBreak = YamlCharacters.IsBreak(text, at);
            hasBreaks |= isBreak;
            hasBreakThenSpace |= afterBreak && current == ' ';
            hasSpaceThenBreak |= afterSpace && isBreak;
            afterSpace = current == ' ';
            afterBreak = isBreak;
            afterWhite = isBreak || current is (byte)' ' or (byte)'\t' or 0;
        }

        bool isEdged = text[0] == ' ' || YamlCharacters.IsBreak(text, 0) || afterSpace || afterBreak;
        bool isUnwritable = hasSpaceThenBreak || hasSpecials;
        return new YamlScalarAnalysis(
            hasBreaks,
            MayBePlain: !(hasIndicators || hasBreaks || isEdged || isUnwritable || hasTabs || hasBreakThenSpace),
            MayBeSingleQuoted: !(isUnwritable || hasTabs || hasBreakThenSpace),
            MayBeLiteral: !(isUnwritable || afterSpace));
    }
}
