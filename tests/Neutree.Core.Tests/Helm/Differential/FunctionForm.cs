namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>A function and the sorts of what it takes and gives.</summary>
/// <param name="Parameters">A letter each, a star behind it where there may be any number.</param>
internal sealed record FunctionForm(string Name, IReadOnlyList<string> Parameters, char Result);
