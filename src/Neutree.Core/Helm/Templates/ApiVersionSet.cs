using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Templates;

/// <summary><c>.Capabilities.APIVersions</c>: a list of API versions with a method <c>Has</c>.</summary>
internal sealed class ApiVersionSet : GoSlice, IGoMembers
{
    private static readonly GoType SetType = GoType.Named("common.VersionSet", GoKind.Slice, GoType.String);

    private readonly HashSet<GoString> _versions;
    private readonly GoFunction _has;

    public ApiVersionSet(IEnumerable<string> versions)
        : this([.. versions.Select(GoString.FromText)])
    {
    }

    private ApiVersionSet(GoString[] versions)
        : base([.. versions], SetType)
    {
        _versions = [.. versions];
        _has = GoFunction.From("Has", (GoString version) => _versions.Contains(version));
    }

    public bool TryGetField(GoString name, out object? value, [NotNullWhen(true)] out GoType? declaredType)
    {
        value = null;
        declaredType = null;
        return false;
    }

    public bool TryGetMethod(GoString name, [NotNullWhen(true)] out GoFunction? method)
    {
        method = name == "Has" ? _has : null;
        return method is not null;
    }
}
