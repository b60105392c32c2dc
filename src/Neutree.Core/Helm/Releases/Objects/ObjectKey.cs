namespace Neutree.Core.Helm.Releases.Objects;

/// <summary>What makes two descriptions those of one object.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Kind"><c>Deployment</c>.</param>
/// <param name="Namespace">Empty for kinds without namespaces.</param>
/// <param name="Name">Its name.</param>
internal sealed record ObjectKey(string Group, string Kind, string Namespace, string Name);
