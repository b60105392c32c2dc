using Neutree.Core.Go;
using Neutree.Core.Versions;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3, semantic versions.</summary>
internal static class SemverFunctions
{
    public static void AddTo(FunctionTable table) => table.Add(
        new GoFunction("semver", [GoType.String], isVariadic: false, VersionValue.Pointer, static arguments =>
            new VersionValue(Read((GoString)arguments[0]!), isPointer: true)),
        GoFunction.From<GoString, GoString, bool>("semverCompare", Satisfies));

    private static bool Satisfies(GoString constraint, GoString version)
    {
        try
        {
            return VersionConstraint.Parse(constraint.ToString()).IsSatisfiedBy(Read(version));
        }
        catch (VersionException exception)
        {
            throw new GoException(exception.Message, exception);
        }
    }

    private static SemanticVersion Read(GoString text)
    {
        string? error = SemanticVersionReader.Read(text.ToString(), out SemanticVersion? version);
        return error is null ? version! : throw new GoException(error);
    }
}
