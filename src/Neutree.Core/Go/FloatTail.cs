namespace Neutree.Core.Go;

/// <summary>What <c>fmt</c>'s sharp flag adds to a float: always a decimal point, and the zeros that <c>%g</c> drops.</summary>
internal static class FloatTail
{
    /// <param name="number">The number without its sign.</param>
    /// <param name="format">The notation it is in.</param>
    /// <param name="precision">The precision it was written with; -1 for the shortest.</param>
    public static GoString WithPoint(ReadOnlySpan<byte> number, char format, int precision)
    {
        bool isHexadecimal = format is 'x' or 'X';
        int missing = format is 'g' or 'G' or 'x' ? (precision < 0 ? 6 : precision) : 0;
        int mantissaEnd = isHexadecimal ? number.IndexOfAny((byte)'p', (byte)'P') : number.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> mantissa = mantissaEnd < 0 ? number : number[..mantissaEnd];
        bool isSignificant = false;
        foreach (byte c in mantissa)
        {
            isSignificant |= c is not ((byte)'0' or (byte)'.');
            missing -= isSignificant && c != '.' ? 1 : 0;
        }

        GoStringBuilder output = new(number.Length + 8);
        output.Append(mantissa);
        if (!mantissa.Contains((byte)'.'))
        {
            missing -= mantissa is [(byte)'0'] ? 1 : 0;
            output.Append((byte)'.');
        }

        output.AppendRepeated((byte)'0', Math.Max(missing, 0));
        return output.Append(number[mantissa.Length..]).ToGoString();
    }
}
