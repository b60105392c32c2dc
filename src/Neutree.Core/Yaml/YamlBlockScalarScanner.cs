using System.Buffers;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Scans literal and folded scalars into their text: indentation removed, line breaks folded and chomped.</summary>
internal sealed class YamlBlockScalarScanner
{
    private static readonly SearchValues<byte> LineStops = SearchValues.Create([0, .. "\n\r"u8, 0xC2, 0xE2]);

    private readonly YamlCursor _cursor;
    private readonly GoStringBuilder _text = new();
    private readonly GoStringBuilder _firstBreak = new(4);
    private readonly GoStringBuilder _moreBreaks = new(16);

    public YamlBlockScalarScanner(YamlCursor cursor) => _cursor = cursor;

    /// <summary>A literal or folded scalar; the cursor is at its indicator.</summary>
    public YamlToken Scan(int parentIndent)
    {
        _text.Clear();
        _firstBreak.Clear();
        _moreBreaks.Clear();
        YamlMark start = _cursor.Mark;
        bool isLiteral = _cursor.Current == '|';
        _cursor.Skip();
        (int chomping, int increment) = ScanBlockHeader(start);
        YamlMark end = _cursor.Mark;
        int indent = increment == 0 ? 0 : Math.Max(parentIndent, 0) + increment;
        ScanBlockBreaks(parentIndent, ref indent, start, ref end);
        bool leadingBlank = false;
        while (_cursor.Column == indent && !_cursor.IsAtEnd)
        {
            bool isIndentedMore = _cursor.IsBlank;
            if (!isLiteral && !leadingBlank && !isIndentedMore && _firstBreak.Written is [(byte)'\n', ..])
            {
                if (_moreBreaks.Length == 0)
                {
                    _text.Append((byte)' ');
                }
            }
            else
            {
                _text.Append(_firstBreak.Written);
            }

            _firstBreak.Clear();
            _text.Append(_moreBreaks.Written);
            _moreBreaks.Clear();
            leadingBlank = isIndentedMore;
            int from = _cursor.Position;
            while (!_cursor.IsAtEnd && !_cursor.IsBreak)
            {
                int run = _cursor.Rest.IndexOfAny(LineStops);
                if (run > 0)
                {
                    _cursor.SkipBytes(run);
                }
                else
                {
                    _cursor.Skip();
                }
            }

            _text.Append(_cursor.Since(from));
            _cursor.CheckEnd();
            _cursor.ReadBreak(_firstBreak);
            ScanBlockBreaks(parentIndent, ref indent, start, ref end);
        }

        _cursor.CheckEnd();
        if (chomping != -1)
        {
            _text.Append(_firstBreak.Written);
        }

        if (chomping == 1)
        {
            _text.Append(_moreBreaks.Written);
        }

        return new YamlToken(YamlTokenKind.Scalar, start, end, _text.ToGoString());
    }

    /// <summary>The chomping sign (-1 strip, 0 clip, 1 keep) and the indentation digit, in either order, up to the end of the line.</summary>
    private (int Chomping, int Increment) ScanBlockHeader(YamlMark start)
    {
        int chomping = ScanChomping();
        int increment = 0;
        if (_cursor.Current is >= (byte)'0' and <= (byte)'9')
        {
            if (_cursor.Current == '0')
            {
                _cursor.Fail("found an indentation indicator equal to 0", start);
            }

            increment = _cursor.Current - '0';
            _cursor.Skip();
            chomping = chomping == 0 ? ScanChomping() : chomping;
        }

        _cursor.SkipBlanks();
        _cursor.SkipComment();
        if (!_cursor.IsBreak && !_cursor.IsAtEnd)
        {
            _cursor.Fail("did not find expected comment or line break", start);
        }

        _cursor.CheckEnd();
        _cursor.SkipBreak();
        return (chomping, increment);
    }

    private int ScanChomping()
    {
        int chomping = _cursor.Current switch { (byte)'+' => 1, (byte)'-' => -1, _ => 0 };
        if (chomping != 0)
        {
            _cursor.Skip();
        }

        return chomping;
    }

    /// <summary>Passes indentation and empty lines; finds the indentation if it isn't known.</summary>
    private void ScanBlockBreaks(int parentIndent, ref int indent, YamlMark start, ref YamlMark end)
    {
        end = _cursor.Mark;
        int deepest = 0;
        while (true)
        {
            while ((indent == 0 || _cursor.Column < indent) && _cursor.Current == ' ')
            {
                _cursor.Skip();
            }

            deepest = Math.Max(deepest, _cursor.Column);
            if ((indent == 0 || _cursor.Column < indent) && _cursor.Current == '\t')
            {
                _cursor.Fail("found a tab character where an indentation space is expected", start);
            }

            if (!_cursor.IsBreak)
            {
                break;
            }

            _cursor.ReadBreak(_moreBreaks);
            end = _cursor.Mark;
        }

        if (indent == 0)
        {
            indent = Math.Max(deepest, Math.Max(parentIndent + 1, 1));
        }
    }
}
