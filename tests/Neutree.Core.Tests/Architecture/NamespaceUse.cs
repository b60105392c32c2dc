namespace Neutree.Core.Tests.Architecture;

/// <summary>One type that mentions another, by their full names.</summary>
internal sealed record NamespaceUse(string FromNamespace, string FromType, string ToNamespace, string ToType)
{
    public override string ToString() => $"{FromType} uses {ToType}";
}
