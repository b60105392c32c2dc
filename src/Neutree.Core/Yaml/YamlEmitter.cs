using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Writes indentation, indicators and characters, and knows where the line stands (libyaml's emitter as go-yaml has it).</summary>
internal sealed class YamlEmitter
{
    /// <summary>Columns by which a level is indented.</summary>
    public const int IndentStep = 2;

    private readonly GoStringBuilder _output;
    private readonly int _width;
    private int _column;
    private bool _isAfterWhite = true;

    /// <param name="output">Where the text goes.</param>
    /// <param name="width">A line is broken at the first space beyond this column.</param>
    public YamlEmitter(GoStringBuilder output, int width)
    {
        _output = output;
        _width = width;
    }

    /// <summary>The column of the collection under way; -1 outside of any.</summary>
    public int Indent { get; set; } = -1;

    /// <summary>Whether the line holds only indentation and the signs that count as such so far.</summary>
    public bool IsIndentation { get; set; } = true;

    /// <summary>Whether the line is longer than it should be, so that it is broken at the next space.</summary>
    public bool IsTooLong => _column > _width;

    /// <summary>Whether an indicator could follow without a space.</summary>
    public bool IsAfterWhite => _isAfterWhite;

    /// <summary>Begins a line at the indentation, unless it is begun and the column is right.</summary>
    public void WriteIndent()
    {
        int indent = Math.Max(Indent, 0);
        if (!IsIndentation || _column > indent || (_column == indent && !_isAfterWhite))
        {
            WriteBreak();
        }

        if (_column < indent)
        {
            _output.AppendRepeated((byte)' ', indent - _column);
            _column = indent;
        }

        _isAfterWhite = true;
        IsIndentation = true;
    }

    /// <summary>Writes an indicator.</summary>
    /// <param name="indicator">Its signs.</param>
    /// <param name="needsSpace">Whether white space must come before it.</param>
    /// <param name="isIndentation">Whether the line's indentation goes on behind it.</param>
    public void WriteIndicator(ReadOnlySpan<byte> indicator, bool needsSpace, bool isIndentation = false)
    {
        if (needsSpace && !_isAfterWhite)
        {
            Put((byte)' ');
        }

        _output.Append(indicator);
        _column += indicator.Length;
        _isAfterWhite = false;
        IsIndentation &= isIndentation;
    }

    /// <summary>Copies a line break of a text.</summary>
    public void CopyBreak(ReadOnlySpan<byte> text, ref int at)
    {
        if (text[at] == '\n')
        {
            WriteBreak();
            at++;
        }
        else
        {
            Copy(text, ref at);
            _column = 0;
        }

        IsIndentation = true;
    }

    /// <summary>Ends the line.</summary>
    public void WriteBreak()
    {
        _output.Append((byte)'\n');
        _column = 0;
    }

    /// <summary>Copies a character of a text.</summary>
    public void Copy(ReadOnlySpan<byte> text, ref int at)
    {
        int width = YamlCharacters.Width(text[at]);
        _output.Append(text.Slice(at, width));
        _column++;
        at += width;
    }

    /// <summary>Writes an ASCII character.</summary>
    public void Put(byte value)
    {
        _output.Append(value);
        _column++;
    }

    /// <summary>Copies a run of ASCII characters.</summary>
    public void Copy(ReadOnlySpan<byte> ascii)
    {
        _output.Append(ascii);
        _column += ascii.Length;
    }

    /// <summary>Notes that the line holds text up to here, behind which an indicator needs a space.</summary>
    public void EndText()
    {
        _isAfterWhite = false;
        IsIndentation = false;
    }

    /// <summary>Notes that the line stands at the begin of its indentation.</summary>
    public void BeginIndentation()
    {
        IsIndentation = true;
        _isAfterWhite = true;
    }

    /// <summary>Whether a text fits on the line.</summary>
    public bool Fits(int length) => _column + length <= _width;
}
