using System.Runtime.CompilerServices;

namespace Neutree.Core.Go;

/// <summary>Prints where a map, slice, function or pointed value lies (Go <c>fmt</c>, <c>fmtPointer</c>).</summary>
internal sealed class PointerPrinter(GoStringBuilder output, FieldWriter field, ScalarPrinter scalars)
{
    /// <summary>Prints the address of a value.</summary>
    /// <returns>False where the value has none, or the verb prints none.</returns>
    public bool TryPrint(object value, int verb)
    {
        if (value is not IGoValue { Type: { Kind: GoKind.Map or GoKind.Slice or GoKind.Pointer or GoKind.Func } type })
        {
            return false;
        }

        // An address means nothing beyond "the same value"; the runtime's identity hash says as much.
        ulong address = value is GoMap { IsNil: true } or GoSlice { IsNil: true } ? 0 : 0xc000000000 + ((ulong)RuntimeHelpers.GetHashCode(value) << 4);
        switch (verb)
        {
            case 'v' when field.SharpV:
                output.AppendText($"({type.Text})(");
                scalars.PrintHexNumber(address, withPrefix: true);
                output.Append((byte)')');
                return true;
            case 'v' or 'p':
                scalars.PrintHexNumber(address, withPrefix: !field.Sharp);
                return true;
            case 'b' or 'o' or 'd' or 'x' or 'X':
                return scalars.TryPrintInteger(address, isSigned: false, verb);
            default:
                return false;
        }
    }
}
