namespace Neutree.Core.ControlPlane;

/// <summary>Components as users and Docker Compose call them.</summary>
public static class ComponentNames
{
    public const string NeutreeCore = "neutree-core";
    public const string ObsStack = "obs-stack";

    public static string Of(ControlPlaneComponent component) => component == ControlPlaneComponent.ObsStack ? ObsStack : NeutreeCore;

    /// <exception cref="ControlPlaneException">There is no such component.</exception>
    public static ControlPlaneComponent Parse(string name) => name switch
    {
        NeutreeCore => ControlPlaneComponent.NeutreeCore,
        ObsStack => ControlPlaneComponent.ObsStack,
        _ => throw new ControlPlaneException("ControlPlane.UnknownComponent", ErrorKind.InvalidArgument, $"invalid component \"{name}\": must be one of: {NeutreeCore}, {ObsStack}")
        {
            Target = name,
        },
    };
}
