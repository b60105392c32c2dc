using System.Text.Json;
using Neutree.Core.ControlPlane;

namespace Neutree.Cli.Output;

/// <summary>Services of a control plane for people and programs.</summary>
internal static class ServiceText
{
    public static string[] Head { get; } = ["COMPONENT", "SERVICE", "STATUS", "STATE", "HEALTH", "IMAGE", "PORTS"];

    public static string[] Row(ControlPlaneService service) =>
        [service.Component, service.Name, Status(service), service.State, service.Health, service.Image, string.Join(", ", service.Ports)];

    public static string Line(ControlPlaneService service) =>
        string.Join('\t', service.Component, service.Name, Status(service), service.State, service.Health, service.Image, string.Join(',', service.Ports));

    public static string Status(ControlPlaneService service) => service.Status.ToString().ToLowerInvariant();

    /// <summary><c>12s</c>, <c>5m</c>, <c>3h</c>, <c>20d</c>; empty where it isn't known when the service was made.</summary>
    public static string Age(ControlPlaneService service, DateTimeOffset now) => (now - service.CreatedAt) switch
    {
        null => "",
        { TotalMinutes: < 2 } age => $"{Math.Max(0, (int)age.TotalSeconds)}s",
        { TotalHours: < 2 } age => $"{(int)age.TotalMinutes}m",
        { TotalDays: < 2 } age => $"{(int)age.TotalHours}h",
        { } age => $"{(int)age.TotalDays}d",
    };

    public static void Write(Utf8JsonWriter json, ControlPlaneService service)
    {
        json.WriteStartObject();
        json.WriteString("component", service.Component);
        json.WriteString("name", service.Name);
        json.WriteString("status", Status(service));
        json.WriteString("state", service.State);
        json.WriteString("health", service.Health);
        json.WriteString("image", service.Image);
        json.WriteStartArray("ports");
        foreach (string port in service.Ports)
        {
            json.WriteStringValue(port);
        }

        json.WriteEndArray();
        json.WriteString("message", service.Message);
        if (service.CreatedAt is { } created)
        {
            json.WriteString("createdAt", created);
        }

        json.WriteEndObject();
    }
}
