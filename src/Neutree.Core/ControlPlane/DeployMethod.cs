namespace Neutree.Core.ControlPlane;

/// <summary>By what the control plane runs.</summary>
public enum DeployMethod
{
    /// <summary>Containers of a Docker engine, by Docker Compose.</summary>
    Compose,

    /// <summary>A Helm release in a Kubernetes cluster.</summary>
    Helm,

    /// <summary>The same as <see cref="Helm"/>.</summary>
    Kubernetes = Helm,
}
