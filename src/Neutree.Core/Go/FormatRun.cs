using System.Text;

namespace Neutree.Core.Go;

/// <summary>One run over a format and its operands (Go <c>fmt.Sprintf</c>).</summary>
internal ref struct FormatRun
{
    /// <summary>Beyond it Go takes a width, precision or argument index for a mistake.</summary>
    private const int LargestNumber = 1_000_000;

    private readonly GoStringBuilder _output;
    private readonly ValuePrinter _printer;
    private readonly FieldWriter _field;
    private readonly ReadOnlySpan<byte> _format;
    private readonly ReadOnlySpan<object?> _operands;
    private int _position;
    private int _operand;
    private bool _isReordered;
    private bool _isGoodIndex;

    public FormatRun(GoStringBuilder output, ReadOnlySpan<byte> format, ReadOnlySpan<object?> operands)
    {
        _output = output;
        _printer = new ValuePrinter(output);
        _field = _printer.Field;
        _format = format;
        _operands = operands;
    }

    public void Run()
    {
        while (_position < _format.Length)
        {
            ReadOnlySpan<byte> rest = _format[_position..];
            int percent = rest.IndexOf((byte)'%');
            _output.Append(percent < 0 ? rest : rest[..percent]);
            if (percent < 0)
            {
                break;
            }

            _position += percent + 1;
            PrintDirective();
        }

        if (!_isReordered && _operand < _operands.Length)
        {
            ReportExtraOperands();
        }
    }

    private void PrintDirective()
    {
        _isGoodIndex = true;
        _field.Clear();
        ReadFlags();
        bool afterIndex = ReadIndex();
        afterIndex = ReadWidth(afterIndex);
        afterIndex = ReadPrecision(afterIndex);
        if (!afterIndex)
        {
            ReadIndex();
        }

        if (_position >= _format.Length)
        {
            _output.Append("%!(NOVERB)"u8);
            return;
        }

        GoRunes runes = new(_format[_position..]);
        runes.MoveNext();
        Rune verb = runes.Current;
        _position += runes.Width;
        if (verb.Value == '%')
        {
            _output.Append((byte)'%');
        }
        else if (!_isGoodIndex)
        {
            _output.Append("%!"u8).Append(verb).Append("(BADINDEX)"u8);
        }
        else if (_operand >= _operands.Length)
        {
            _output.Append("%!"u8).Append(verb).Append("(MISSING)"u8);
        }
        else
        {
            if (verb.Value is 'v' or 'w')
            {
                _field.TurnToValueFlags();
            }

            _printer.PrintOperand(_operands[_operand++], verb.Value);
        }
    }

    private void ReadFlags()
    {
        for (; _position < _format.Length; _position++)
        {
            switch (_format[_position])
            {
                case (byte)'#':
                    _field.Sharp = true;
                    break;
                case (byte)'0':
                    _field.Zero = true;
                    break;
                case (byte)'+':
                    _field.Plus = true;
                    break;
                case (byte)'-':
                    _field.Minus = true;
                    break;
                case (byte)' ':
                    _field.Space = true;
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>Reads <c>[n]</c>, if it is next.</summary>
    /// <returns>Whether an index was there, and well-formed.</returns>
    private bool ReadIndex()
    {
        if (_position >= _format.Length || _format[_position] != '[')
        {
            return false;
        }

        _isReordered = true;
        int length = _format[_position..].IndexOf((byte)']');
        int start = _position + 1;
        if (length < 0 || _format.Length - _position < 3)
        {
            _position++;
            _isGoodIndex = false;
            return false;
        }

        int end = _position + length;
        _position = end + 1;
        if (!TryReadNumber(ref start, end, out int number) || start != end)
        {
            _isGoodIndex = false;
            return false;
        }

        if (number < 1 || number > _operands.Length)
        {
            _isGoodIndex = false;
        }
        else
        {
            _operand = number - 1;
        }

        return true;
    }

    private bool ReadWidth(bool afterIndex)
    {
        if (_position < _format.Length && _format[_position] == '*')
        {
            _position++;
            if (TryTakeInteger(out int width))
            {
                _field.Width = Math.Abs(width);
                _field.Minus |= width < 0;
            }
            else
            {
                _output.Append("%!(BADWIDTH)"u8);
            }

            return false;
        }

        if (TryReadNumber(ref _position, _format.Length, out int number))
        {
            _field.Width = number;
            _isGoodIndex &= !afterIndex;
        }

        return afterIndex;
    }

    private bool ReadPrecision(bool afterIndex)
    {
        // A point that ends the format is no precision.
        if (_position + 1 >= _format.Length || _format[_position] != '.')
        {
            return afterIndex;
        }

        _position++;
        _isGoodIndex &= !afterIndex;
        afterIndex = ReadIndex();
        if (_position < _format.Length && _format[_position] == '*')
        {
            _position++;
            if (TryTakeInteger(out int precision) && precision >= 0)
            {
                _field.Precision = precision;
            }
            else
            {
                _output.Append("%!(BADPREC)"u8);
            }

            return false;
        }

        _field.Precision = TryReadNumber(ref _position, _format.Length, out int number) ? number : 0;
        return afterIndex;
    }

    /// <summary>Reads digits; a number that is too large swallows all that is left.</summary>
    private readonly bool TryReadNumber(ref int position, int end, out int number)
    {
        number = 0;
        int start = position;
        while (position < end && _format[position] is >= (byte)'0' and <= (byte)'9')
        {
            if (number > LargestNumber)
            {
                number = 0;
                position = end;
                return false;
            }

            number = (number * 10) + _format[position++] - '0';
        }

        return position > start;
    }

    /// <summary>Takes the next operand as a width or precision.</summary>
    private bool TryTakeInteger(out int number)
    {
        number = 0;
        if (_operand >= _operands.Length)
        {
            return false;
        }

        Int128? value = _operands[_operand++] switch
        {
            nint n => n,
            long n => n,
            int n => n,
            short n => n,
            sbyte n => n,
            byte n => n,
            ushort n => n,
            uint n => n,
            nuint n => n,
            ulong n => n,
            _ => null,
        };
        if (value is null || value > LargestNumber || value < -LargestNumber)
        {
            return false;
        }

        number = (int)value;
        return true;
    }

    private void ReportExtraOperands()
    {
        _field.Clear();
        _output.Append("%!(EXTRA "u8);
        for (int index = _operand; index < _operands.Length; index++)
        {
            if (index > _operand)
            {
                _output.Append(", "u8);
            }

            if (_operands[index] is not { } operand)
            {
                _output.Append("<nil>"u8);
                continue;
            }

            _output.AppendText(GoType.Of(operand)!.Text).Append((byte)'=');
            _printer.PrintOperand(operand, 'v');
        }

        _output.Append((byte)')');
    }
}
