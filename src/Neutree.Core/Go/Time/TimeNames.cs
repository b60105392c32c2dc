namespace Neutree.Core.Go.Time;

/// <summary>English names, which are the only ones layouts know.</summary>
internal static class TimeNames
{
    public static IReadOnlyList<string> Months { get; } =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static IReadOnlyList<string> Days { get; } = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
}
