namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>Whether a credential plugin uses standard input (<c>interactiveMode</c>).</summary>
internal enum PluginInteraction
{
    Never,
    IfAvailable,
    Always,
}
