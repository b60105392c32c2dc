using System.Globalization;

namespace Neutree.Core.Tests.Fuzzing;

/// <summary>
/// How much is tried. Every run tries the same few inputs; <c>NEUTREE_FUZZ_FACTOR=100</c> tries a hundred times as many, and <c>NEUTREE_FUZZ_SEED</c>, a
/// number, others.
/// </summary>
internal static class FuzzBudget
{
    private static readonly int Factor = Read("NEUTREE_FUZZ_FACTOR", 1);
    private static readonly int Offset = Read("NEUTREE_FUZZ_SEED", 0);

    public static int Times(int usual) => usual * Factor;

    public static TimeSpan Time(double usualSeconds) => TimeSpan.FromSeconds(usualSeconds * Factor);

    public static int Seed(int usual) => usual + Offset;

    private static int Read(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
