namespace Neutree.Core.Go;

/// <summary>
/// A Go struct, or a pointer to one where its type is of kind <see cref="GoKind.Pointer"/>: <c>fmt</c> then prints <c>&amp;{…}</c>, and an
/// address where it is nested; JSON and field access see through the pointer.
/// </summary>
public interface IGoStruct : IGoMembers
{
    /// <summary>The fields in the order they are declared.</summary>
    IReadOnlyList<GoField> Fields { get; }
}
