namespace Neutree.Core.Packages.Finding;

/// <summary>What kind of place names an image.</summary>
public enum ImageReasonKind
{
    /// <summary>A container of a pod template.</summary>
    Container,

    InitContainer,

    EphemeralContainer,

    /// <summary>A volume that is an image.</summary>
    Volume,

    /// <summary>A field of a custom resource: its operator starts the image.</summary>
    CustomResource,

    /// <summary>An argument of a container, such as <c>--prometheus-config-reloader=…</c>.</summary>
    Argument,

    /// <summary>An environment variable of a container, such as <c>RELATED_IMAGE_…</c>.</summary>
    EnvironmentVariable,

    /// <summary>An annotation in Chart.yaml: <c>artifacthub.io/images</c> or <c>images</c>.</summary>
    Annotation,

    /// <summary>A service of a compose file.</summary>
    Service,

    /// <summary>A line of an image list or an entry of a lock file.</summary>
    ImageList,

    /// <summary>An image that a package holds.</summary>
    Package,

    /// <summary>The user named it.</summary>
    Given,
}
