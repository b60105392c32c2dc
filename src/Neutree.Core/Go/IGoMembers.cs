using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Go;

/// <summary>A Go value with fields or methods, as <c>.Capabilities.KubeVersion</c> or <c>.Files</c> have.</summary>
public interface IGoMembers : IGoValue
{
    /// <summary>Finds an exported field.</summary>
    /// <param name="name">The field's name as Go spells it.</param>
    /// <param name="value">The field's value.</param>
    /// <param name="declaredType">The type the field is declared with, which error texts name.</param>
    bool TryGetField(GoString name, out object? value, [NotNullWhen(true)] out GoType? declaredType);

    /// <summary>Finds an exported method, bound to this value.</summary>
    bool TryGetMethod(GoString name, [NotNullWhen(true)] out GoFunction? method);
}
