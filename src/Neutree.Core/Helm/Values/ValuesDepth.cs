using System.Runtime.CompilerServices;

namespace Neutree.Core.Helm.Values;

/// <summary>Keeps walks over nested values from using up the stack.</summary>
internal static class ValuesDepth
{
    /// <exception cref="ValuesException">The values are nested too deeply to go on.</exception>
    public static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new ValuesException("Values.NestedTooDeeply", ErrorKind.LimitExceeded, "values are nested too deeply")
            {
                Recommendation = "Values with thousands of levels, or import-values that import a table into itself, can't be used.",
            };
        }
    }
}
