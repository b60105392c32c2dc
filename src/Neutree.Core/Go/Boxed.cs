namespace Neutree.Core.Go;

/// <summary>Boxed values that templates make all the time.</summary>
public static class Boxed
{
    private const int Cached = 256;

    private static readonly object[] SmallInts = [.. Enumerable.Range(-1, Cached).Select(static number => (object)(nint)number)];

    public static object True { get; } = true;

    public static object False { get; } = false;

    public static object Bool(bool value) => value ? True : False;

    /// <summary>A Go <c>int</c>.</summary>
    public static object Int(nint value) => value >= -1 && value < Cached - 1 ? SmallInts[value + 1] : value;
}
