using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary>The members or items of a value that no keyword has looked at yet.</summary>
internal sealed class UnevaluatedParts
{
    private readonly bool[] _left;
    private int _count;

    private UnevaluatedParts(int length, int first)
    {
        _left = new bool[length];
        _left.AsSpan(first).Fill(true);
        _count = length - first;
    }

    public bool IsEmpty => _count == 0;

    /// <param name="value">The value.</param>
    /// <param name="schema">What is applied to it.</param>
    /// <param name="isAsked">Whether an outer schema wants to know.</param>
    /// <returns>Null where nobody asks, or nothing is ever left.</returns>
    public static UnevaluatedParts? Of(JsonValue value, Subschema schema, bool isAsked) => value.Type switch
    {
        JsonTypes.Object when !schema.EvaluatesAllProperties && (isAsked || schema.UnevaluatedProperties is not null) =>
            new UnevaluatedParts(value.Items.Length, 0),
        JsonTypes.Array when schema.EvaluatedItems < value.Items.Length && (isAsked || schema.UnevaluatedItems is not null) =>
            new UnevaluatedParts(value.Items.Length, schema.EvaluatedItems),
        _ => null,
    };

    public bool Contains(int index) => _left[index];

    public void Remove(int index)
    {
        if (_left[index])
        {
            _left[index] = false;
            _count--;
        }
    }

    public void Clear()
    {
        _left.AsSpan().Clear();
        _count = 0;
    }

    /// <summary>Removes what a schema applied to the same value has looked at.</summary>
    public void KeepOnly(UnevaluatedParts? other)
    {
        for (int index = 0; index < _left.Length; index++)
        {
            if (other is null || !other._left[index])
            {
                Remove(index);
            }
        }
    }
}
