namespace Neutree.Core.Go;

/// <summary>A Go value with a <c>MarshalJSON</c> method: JSON, and YAML that goes through JSON, hold another value in its place.</summary>
public interface IGoJsonValue : IGoValue
{
    /// <summary>A plain value: text, number, map, slice or null.</summary>
    object? JsonValue { get; }
}
