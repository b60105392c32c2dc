using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Oci.Serving;

/// <summary>The grammar of names that clients send; nothing else ever becomes part of a path (distribution-spec, "Pulling manifests").</summary>
internal static class RegistryNames
{
    public static bool IsRepository([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= ImageReference.MaxRepositoryLength } && ImageReference.RepositoryPattern().IsMatch(name);

    public static bool IsTag([NotNullWhen(true)] string? tag) => tag is not null && ImageReference.TagPattern().IsMatch(tag);

    /// <exception cref="ServingException">The text is no repository name.</exception>
    public static void RequireRepository(string name)
    {
        if (!IsRepository(name))
        {
            throw new ServingException("Serving.InvalidRepository", ErrorKind.InvalidArgument, $"'{name}' is not a repository name")
            {
                Target = name,
                Recommendation = "Use lower-case letters and digits, single separators between them, and slashes between segments.",
            };
        }
    }
}
