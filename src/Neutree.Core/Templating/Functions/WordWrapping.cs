using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Breaks a text into lines at spaces (goutils 1.1 <c>WrapCustom</c>). Widths count bytes.</summary>
internal static class WordWrapping
{
    public static GoString Wrap(GoString text, nint width, ReadOnlySpan<byte> separator, bool breakLongWords)
    {
        int limit = (int)nint.Clamp(width, 1, int.MaxValue / 2);
        ReadOnlySpan<byte> rest = text.Span;
        GoStringBuilder wrapped = new(text.Length + 16);
        while (rest.Length > limit)
        {
            if (rest[0] == ' ')
            {
                rest = rest[1..];
                continue;
            }

            int space = rest[..(limit + 1)].LastIndexOf((byte)' ');
            if (space < 0 && breakLongWords)
            {
                wrapped.Append(rest[..limit]).Append(separator);
                rest = rest[limit..];
                continue;
            }

            if (space < 0)
            {
                int next = rest[limit..].IndexOf((byte)' ');
                if (next < 0)
                {
                    break;
                }

                space = limit + next;
            }

            wrapped.Append(rest[..space]).Append(separator);
            rest = rest[(space + 1)..];
        }

        return wrapped.Append(rest).ToGoString();
    }
}
