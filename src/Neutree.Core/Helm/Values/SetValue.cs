namespace Neutree.Core.Helm.Values;

/// <summary>What stands behind the <c>=</c> of an assignment.</summary>
/// <param name="Value">The value.</param>
/// <param name="EndsText">Whether nothing at all stood there: the text ends with the <c>=</c>.</param>
internal readonly record struct SetValue(object? Value, bool EndsText = false);
