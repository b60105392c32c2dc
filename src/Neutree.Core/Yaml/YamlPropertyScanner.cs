using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Scans what isn't content: anchors, aliases, tags and directives.</summary>
internal static class YamlPropertyScanner
{
    private const int MaxVersionDigits = 2;

    /// <summary>An anchor or an alias; the cursor is at its sign.</summary>
    public static YamlToken ScanAnchor(YamlCursor cursor)
    {
        YamlTokenKind kind = cursor.Current == '&' ? YamlTokenKind.Anchor : YamlTokenKind.Alias;
        YamlMark start = cursor.Mark;
        cursor.Skip();
        GoString name = ScanWord(cursor);
        bool isEnded = cursor.IsBlankOrEnd || cursor.Current is (byte)'?' or (byte)':' or (byte)',' or (byte)']' or (byte)'}' or (byte)'%' or (byte)'@' or (byte)'`';
        if (name.IsEmpty || !isEnded)
        {
            cursor.Fail("did not find expected alphabetic or numeric character", start);
        }

        return new YamlToken(kind, start, cursor.Mark, name);
    }

    /// <summary>A tag: <c>!&lt;uri&gt;</c>, <c>!handle!suffix</c>, <c>!suffix</c> or <c>!</c>.</summary>
    public static YamlToken ScanTag(YamlCursor cursor)
    {
        YamlMark start = cursor.Mark;
        GoString handle = GoString.Empty;
        GoString suffix;
        if (cursor.Peek(1) == '<')
        {
            cursor.SkipBytes(2);
            suffix = ScanUri(cursor, head: GoString.Empty, start);
            if (cursor.Current != '>')
            {
                cursor.Fail("did not find the expected '>'", start);
            }

            cursor.Skip();
        }
        else
        {
            handle = ScanHandle(cursor, isDirective: false, start);
            if (handle.Length > 1 && handle[handle.Length - 1] == '!')
            {
                suffix = ScanUri(cursor, head: GoString.Empty, start);
            }
            else
            {
                suffix = ScanUri(cursor, handle, start);
                (handle, suffix) = suffix.IsEmpty ? (suffix, (GoString)"!") : ("!", suffix);
            }
        }

        if (!cursor.IsBlankOrEnd)
        {
            cursor.Fail("did not find expected whitespace or line break", start);
        }

        return new YamlToken(YamlTokenKind.Tag, start, cursor.Mark, handle, suffix);
    }

    /// <summary>A <c>%YAML</c> or <c>%TAG</c> line.</summary>
    public static YamlToken ScanDirective(YamlCursor cursor)
    {
        YamlMark start = cursor.Mark;
        cursor.Skip();
        GoString name = ScanWord(cursor);
        if (name.IsEmpty)
        {
            cursor.Fail("could not find expected directive name", start);
        }

        if (!cursor.IsBlankOrEnd)
        {
            cursor.Fail("found unexpected non-alphabetical character", start);
        }

        YamlToken token;
        if (name.Span.SequenceEqual("YAML"u8))
        {
            token = ScanVersion(cursor, start);
        }
        else if (name.Span.SequenceEqual("TAG"u8))
        {
            token = ScanTagDirective(cursor, start);
        }
        else
        {
            cursor.Fail("found unknown directive name", start);
            throw new InvalidOperationException();
        }

        cursor.SkipBlanks();
        cursor.SkipComment();
        if (!cursor.IsBreak && !cursor.IsAtEnd)
        {
            cursor.Fail("did not find expected comment or line break", start);
        }

        cursor.SkipBreak();
        return token;
    }

    private static YamlToken ScanVersion(YamlCursor cursor, YamlMark start)
    {
        cursor.SkipBlanks();
        int major = ScanVersionNumber(cursor, start);
        if (cursor.Current != '.')
        {
            cursor.Fail("did not find expected digit or '.' character", start);
        }

        cursor.Skip();
        int minor = ScanVersionNumber(cursor, start);
        return new YamlToken(YamlTokenKind.VersionDirective, start, cursor.Mark, Major: major, Minor: minor);
    }

    private static int ScanVersionNumber(YamlCursor cursor, YamlMark start)
    {
        int digits = 0;
        int value = 0;
        while (cursor.Current is >= (byte)'0' and <= (byte)'9')
        {
            if (++digits > MaxVersionDigits)
            {
                cursor.Fail("found extremely long version number", start);
            }

            value = (10 * value) + cursor.Current - '0';
            cursor.Skip();
        }

        if (digits == 0)
        {
            cursor.Fail("did not find expected version number", start);
        }

        return value;
    }

    private static YamlToken ScanTagDirective(YamlCursor cursor, YamlMark start)
    {
        cursor.SkipBlanks();
        GoString handle = ScanHandle(cursor, isDirective: true, start);
        if (!cursor.IsBlank)
        {
            cursor.Fail("did not find expected whitespace", start);
        }

        cursor.SkipBlanks();
        GoString prefix = ScanUri(cursor, head: GoString.Empty, start);
        if (!cursor.IsBlankOrEnd)
        {
            cursor.Fail("did not find expected whitespace or line break", start);
        }

        return new YamlToken(YamlTokenKind.TagDirective, start, cursor.Mark, handle, prefix);
    }

    private static GoString ScanWord(YamlCursor cursor)
    {
        int start = cursor.Position;
        while (cursor.IsWord)
        {
            cursor.Skip();
        }

        return GoString.FromBytes(cursor.Since(start));
    }

    private static GoString ScanHandle(YamlCursor cursor, bool isDirective, YamlMark start)
    {
        if (cursor.Current != '!')
        {
            cursor.Fail("did not find expected '!'", start);
        }

        int from = cursor.Position;
        cursor.Skip();
        while (cursor.IsWord)
        {
            cursor.Skip();
        }

        if (cursor.Current == '!')
        {
            cursor.Skip();
        }
        else if (isDirective && cursor.Position - from > 1)
        {
            cursor.Fail("did not find expected '!'", start);
        }

        return GoString.FromBytes(cursor.Since(from));
    }

    /// <summary>The characters of a URI, escapes resolved, after what a handle's scan has already passed.</summary>
    private static GoString ScanUri(YamlCursor cursor, GoString head, YamlMark start)
    {
        GoStringBuilder uri = new(32);
        bool isFound = !head.IsEmpty;
        if (head.Length > 1)
        {
            uri.Append(head.Span[1..]);
        }

        while (cursor.IsWord || IsUriSign(cursor.Current))
        {
            isFound = true;
            if (cursor.Current == '%')
            {
                ScanEscape(cursor, uri, start);
            }
            else
            {
                uri.Append(cursor.Current);
                cursor.Skip();
            }
        }

        if (!isFound)
        {
            cursor.Fail("did not find expected tag URI", start);
        }

        return uri.ToGoString();
    }

    private static bool IsUriSign(byte value) => value != 0 && ";/?:@&=+$,.!~*'()[]%"u8.Contains(value);

    /// <summary>One character written as <c>%XX</c> for each of its bytes.</summary>
    private static void ScanEscape(YamlCursor cursor, GoStringBuilder uri, YamlMark start)
    {
        int missing = 0;
        do
        {
            if (cursor.Current != '%' || !char.IsAsciiHexDigit((char)cursor.Peek(1)) || !char.IsAsciiHexDigit((char)cursor.Peek(2)))
            {
                cursor.Fail("did not find URI escaped octet", start);
            }

            int octet = (16 * HexValue(cursor.Peek(1))) + HexValue(cursor.Peek(2));
            if (missing == 0)
            {
                missing = octet switch { < 0x80 => 1, < 0xC0 => 0, < 0xE0 => 2, < 0xF0 => 3, < 0xF8 => 4, _ => 0 };
                if (missing == 0)
                {
                    cursor.Fail("found an incorrect leading UTF-8 octet", start);
                }
            }
            else if ((octet & 0xC0) != 0x80)
            {
                cursor.Fail("found an incorrect trailing UTF-8 octet", start);
            }

            uri.Append((byte)octet);
            cursor.SkipBytes(3);
            missing--;
        }
        while (missing > 0);
    }

    /// <summary>The value of a hexadecimal digit.</summary>
    internal static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
