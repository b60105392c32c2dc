using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Neutree.Core.Go;

/// <summary>Prints one operand after another by their types (the printer of Go's <c>fmt</c>).</summary>
internal sealed class ValuePrinter
{
    private readonly GoStringBuilder _output;
    private readonly ScalarPrinter _scalars;
    private readonly PointerPrinter _pointers;

    // While a mark for a verb that doesn't fit is written, String and Error methods aren't asked.
    private bool _isReporting;

    public ValuePrinter(GoStringBuilder output)
    {
        _output = output;
        Field = new FieldWriter(output);
        _scalars = new ScalarPrinter(Field);
        _pointers = new PointerPrinter(output, Field, _scalars);
    }

    /// <summary>Flags, width and precision, for all that is printed.</summary>
    public FieldWriter Field { get; }

    /// <summary>Prints an operand with a verb.</summary>
    public void PrintOperand(object? operand, int verb)
    {
        if (operand is null)
        {
            if (verb is 'T' or 'v')
            {
                Field.Pad("<nil>"u8);
            }
            else
            {
                ReportVerb(null, verb);
            }
        }
        else if (verb == 'T')
        {
            Field.WriteText(Encoding.UTF8.GetBytes(GoType.Of(operand)!.Text));
        }
        else if (verb == 'p')
        {
            ReportUnless(_pointers.TryPrint(operand, verb), operand, verb);
        }
        else if (operand is GoSlice { Type.IsNamed: false } slice && slice.TryGetBytes(out ReadOnlyMemory<byte> bytes))
        {
            PrintBytes(slice, bytes.Span, verb);
        }
        else if (!TryPrintByMethod(operand, verb))
        {
            Print(operand, verb, depth: 0);
        }
    }

    /// <summary>Prints a value that isn't asked for a method; what is inside of it is.</summary>
    private void Print(object value, int verb, int depth)
    {
        switch (value)
        {
            case GoString text:
                ReportUnless(_scalars.TryPrintText(text.Span, verb), value, verb);
                break;
            case bool truth when verb is 't' or 'v':
                Field.Pad(truth ? "true"u8 : "false"u8);
                break;
            case bool:
                ReportVerb(value, verb);
                break;
            case double number:
                ReportUnless(_scalars.TryPrintFloat(number, 64, verb), value, verb);
                break;
            case float number:
                ReportUnless(_scalars.TryPrintFloat(number, 32, verb), value, verb);
                break;
            case Complex number:
                ReportUnless(_scalars.TryPrintComplex(number, verb), value, verb);
                break;
            case GoMap map:
                PrintMap(map, verb, depth);
                break;
            case GoSlice slice:
                PrintSlice(slice, verb, depth);
                break;
            case IGoValue { Type.Kind: GoKind.Pointer } and IGoStruct pointed when depth == 0:
                _output.Append((byte)'&');
                PrintStruct(pointed, pointed.Type.Element!, verb, depth + 1);
                break;
            case IGoValue { Type.Kind: GoKind.Pointer or GoKind.Func }:
                ReportUnless(_pointers.TryPrint(value, verb), value, verb);
                break;
            case IGoStruct @struct:
                PrintStruct(@struct, @struct.Type, verb, depth);
                break;
            case IGoNumber named:
                ReportUnless(_scalars.TryPrintInteger(unchecked((ulong)named.Number), isSigned: true, verb), value, verb);
                break;
            case IGoValue other:
                _output.AppendText($"?{other.Type.Text}?");
                break;
            default:
                ReportUnless(_scalars.TryPrintInteger(value, verb), value, verb);
                break;
        }
    }

    private void PrintElement(object? value, GoType declared, int verb, int depth, bool mayUseMethods = true)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new GoException("a value that is nested too deeply, or holds itself, can't be printed");
        }

        if (value is null)
        {
            PrintNil(declared);
        }
        else if (!mayUseMethods || !TryPrintByMethod(value, verb))
        {
            Print(value, verb, depth);
        }
    }

    private void PrintNil(GoType declared)
    {
        if (!Field.SharpV)
        {
            _output.Append("<nil>"u8);
        }
        else if (declared.Kind == GoKind.Interface)
        {
            _output.AppendText(declared.Text).Append("(nil)"u8);
        }
        else
        {
            _output.AppendText($"({declared.Text})(nil)");
        }
    }

    private bool TryPrintByMethod(object value, int verb)
    {
        if (_isReporting || value is not IGoStringer stringer || Field.SharpV || verb is not ('v' or 's' or 'x' or 'X' or 'q' or 'w'))
        {
            return false;
        }

        ReportUnless(_scalars.TryPrintText(stringer.GoText.Span, verb == 'w' ? 'v' : verb), value, verb);
        return true;
    }

    private void ReportUnless(bool isPrinted, object value, int verb)
    {
        if (!isPrinted)
        {
            ReportVerb(value, verb);
        }
    }

    /// <summary>Marks that a verb doesn't fit its operand: <c>%!d(string=x)</c>.</summary>
    private void ReportVerb(object? value, int verb)
    {
        _isReporting = true;
        _output.Append("%!"u8).Append(new Rune(verb)).Append((byte)'(');
        if (value is null)
        {
            _output.Append("<nil>"u8);
        }
        else
        {
            _output.AppendText(GoType.Of(value)!.Text).Append((byte)'=');
            Print(value, 'v', depth: 0);
        }

        _output.Append((byte)')');
        _isReporting = false;
    }

    private void PrintBytes(GoSlice slice, ReadOnlySpan<byte> bytes, int verb)
    {
        if (verb is 's' or 'q' or 'x' or 'X')
        {
            ReportUnless(_scalars.TryPrintText(bytes, verb), slice, verb);
        }
        else if (verb is 'v' or 'd' && Field.SharpV)
        {
            PrintElements(slice, "[]byte", 'v', depth: 0);
        }
        else
        {
            PrintElements(slice, slice.Type.Text, verb, depth: 0);
        }
    }

    private void PrintSlice(GoSlice slice, int verb, int depth)
    {
        if (verb is 's' or 'q' or 'x' or 'X' && slice.TryGetBytes(out ReadOnlyMemory<byte> bytes))
        {
            ReportUnless(_scalars.TryPrintText(bytes.Span, verb), slice, verb);
        }
        else
        {
            PrintElements(slice, slice.Type.Text, verb, depth);
        }
    }

    private void PrintElements(GoSlice slice, string typeText, int verb, int depth)
    {
        if (Field.SharpV)
        {
            _output.AppendText(typeText);
            if (slice.IsNil)
            {
                _output.Append("(nil)"u8);
                return;
            }
        }

        _output.Append(Field.SharpV ? (byte)'{' : (byte)'[');
        for (int index = 0; index < slice.Count; index++)
        {
            Separate(index);
            PrintElement(slice[index], slice.ElementType, verb, depth + 1);
        }

        _output.Append(Field.SharpV ? (byte)'}' : (byte)']');
    }

    private void PrintMap(GoMap map, int verb, int depth)
    {
        if (Field.SharpV)
        {
            _output.AppendText(map.Type.Text);
            if (map.IsNil)
            {
                _output.Append("(nil)"u8);
                return;
            }
        }

        _output.Append(Field.SharpV ? "{"u8 : "map["u8);
        int index = 0;
        foreach (KeyValuePair<GoString, object?> entry in map)
        {
            Separate(index++);
            ReportUnless(_scalars.TryPrintText(entry.Key.Span, verb), entry.Key, verb);
            _output.Append((byte)':');
            PrintElement(entry.Value, map.Type.Element!, verb, depth + 1);
        }

        _output.Append(Field.SharpV ? (byte)'}' : (byte)']');
    }

    private void PrintStruct(IGoStruct value, GoType type, int verb, int depth)
    {
        if (Field.SharpV)
        {
            _output.AppendText(type.Text);
        }

        _output.Append((byte)'{');
        for (int index = 0; index < value.Fields.Count; index++)
        {
            GoField field = value.Fields[index];
            Separate(index);
            if (Field.PlusV || Field.SharpV)
            {
                _output.AppendText(field.Name).Append((byte)':');
            }

            PrintElement(field.Value, field.Type, verb, depth + 1, field.IsExported);
        }

        _output.Append((byte)'}');
    }

    private void Separate(int index)
    {
        if (index > 0)
        {
            _output.Append(Field.SharpV ? ", "u8 : " "u8);
        }
    }
}
