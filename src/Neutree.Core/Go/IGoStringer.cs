namespace Neutree.Core.Go;

/// <summary>A Go value with a <c>String() string</c> or <c>Error() string</c> method, which <c>fmt</c> prints instead of the value.</summary>
public interface IGoStringer : IGoValue
{
    GoString GoText { get; }
}
