namespace Neutree.Core.Go;

/// <summary>A value that knows its Go type. Numbers and booleans are plain .NET values instead; see <see cref="GoType.Of"/>.</summary>
public interface IGoValue
{
    GoType Type { get; }
}
