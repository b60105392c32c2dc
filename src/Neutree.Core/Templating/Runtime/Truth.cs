using System.Numerics;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Runtime;

/// <summary>What <c>if</c>, <c>with</c>, <c>and</c>, <c>or</c> and <c>not</c> take for true: all but the zero values and empty collections.</summary>
internal static class Truth
{
    public static bool Of(TypedValue value) => value.Data switch
    {
        null => value.Place is { Kind: GoKind.Struct },
        bool truth => truth,
        GoString text => !text.IsEmpty,
        GoMap map => map.Count > 0,
        GoSlice slice => slice.Count > 0,
        double number => number != 0,
        nint number => number != 0,
        long number => number != 0,
        float number => number != 0,
        Complex number => number != Complex.Zero,
        IGoNumber named => named.Number != 0,
        IGoValue => true,
        { } number when NumberTypes.TryGetSigned(number, out long signed) => signed != 0,
        { } number when NumberTypes.TryGetUnsigned(number, out ulong unsigned) => unsigned != 0,
        _ => true,
    };
}
