namespace Neutree.Core.Go;

/// <summary>Go's formatted printing (Go <c>fmt</c>): all verbs and flags, and <c>%!…</c> marks in the text where a format doesn't fit.</summary>
public static class GoFormat
{
    /// <summary>Formats operands by a format (Go <c>fmt.Sprintf</c>).</summary>
    public static GoString Sprintf(GoString format, ReadOnlySpan<object?> operands)
    {
        GoStringBuilder output = new(format.Length + (16 * operands.Length));
        new FormatRun(output, format.Span, operands).Run();
        return output.ToGoString();
    }

    /// <summary>Prints operands with a space between two of which neither is a string (Go <c>fmt.Sprint</c>).</summary>
    public static GoString Sprint(ReadOnlySpan<object?> operands)
    {
        GoStringBuilder output = new(64);
        // As if a string stood before the first operand: no space is due there.
        bool afterString = true;
        foreach (object? operand in operands)
        {
            bool isString = operand is GoString;
            if (!isString && !afterString)
            {
                output.Append((byte)' ');
            }

            AppendValue(output, operand);
            afterString = isString;
        }

        return output.ToGoString();
    }

    /// <summary>Prints operands with spaces between them and a line's end after them (Go <c>fmt.Sprintln</c>).</summary>
    public static GoString Sprintln(ReadOnlySpan<object?> operands)
    {
        GoStringBuilder output = new(64);
        for (int index = 0; index < operands.Length; index++)
        {
            if (index > 0)
            {
                output.Append((byte)' ');
            }

            AppendValue(output, operands[index]);
        }

        return output.Append((byte)'\n').ToGoString();
    }

    /// <summary>Writes a value as <c>%v</c> does, which is also what a template's action prints.</summary>
    public static void AppendValue(GoStringBuilder output, object? value)
    {
        switch (value)
        {
            case GoString text:
                output.Append(text);
                break;
            case nint number:
                GoNumbers.AppendInt(output, number);
                break;
            case long number:
                GoNumbers.AppendInt(output, number);
                break;
            case double number:
                GoNumbers.AppendFloat(output, number, 'g', -1);
                break;
            case bool truth:
                output.Append(truth ? "true"u8 : "false"u8);
                break;
            default:
                new ValuePrinter(output).PrintOperand(value, 'v');
                break;
        }
    }

    /// <summary>A value as <c>%v</c> prints it.</summary>
    public static GoString ToText(object? value)
    {
        if (value is GoString text)
        {
            return text;
        }

        GoStringBuilder output = new(32);
        AppendValue(output, value);
        return output.ToGoString();
    }
}
