namespace Neutree.Core.Go;

/// <summary>A value of an integer type with a name and methods of its own, such as <c>time.Duration</c> (int64) or <c>time.Month</c> (int).</summary>
public interface IGoNumber : IGoMembers
{
    long Number { get; }
}
