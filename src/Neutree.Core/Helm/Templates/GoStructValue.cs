using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Templates;

/// <summary>A struct that templates see, made of its fields and methods.</summary>
internal sealed class GoStructValue(GoType type, IReadOnlyList<GoField> fields, params GoFunction[] methods) : IGoStruct
{
    public GoType Type => type;

    public IReadOnlyList<GoField> Fields => fields;

    public bool TryGetField(GoString name, out object? value, [NotNullWhen(true)] out GoType? declaredType)
    {
        string wanted = name.ToString();
        foreach (GoField field in fields)
        {
            if (field.Name == wanted && field.IsExported)
            {
                value = field.Value;
                declaredType = field.Type;
                return true;
            }
        }

        value = null;
        declaredType = null;
        return false;
    }

    public bool TryGetMethod(GoString name, [NotNullWhen(true)] out GoFunction? method)
    {
        string wanted = name.ToString();
        method = Array.Find(methods, candidate => candidate.Name == wanted);
        return method is not null;
    }
}
