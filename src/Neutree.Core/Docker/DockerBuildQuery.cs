using System.Text.Json;

namespace Neutree.Core.Docker;

/// <summary>What is to be built, as the engine's API is told it.</summary>
internal static class DockerBuildQuery
{
    public static string Create(DockerBuildOptions options)
    {
        List<(string Key, string Value)> query = [("dockerfile", options.Dockerfile), ("rm", "1"), ("forcerm", "1")];
        query.AddRange(options.Tags.Select(tag => ("t", tag)));
        AddWhere(options.Pull, "pull", "1");
        AddWhere(options.NoCache, "nocache", "1");
        AddWhere(options.Target is not null, "target", options.Target!);
        AddWhere(options.Platform is not null, "platform", options.Platform!);
        AddWhere(options.Network is not null, "networkmode", options.Network!);
        AddWhere(options.Arguments.Count > 0, "buildargs", JsonSerializer.Serialize(options.Arguments));
        AddWhere(options.Labels.Count > 0, "labels", JsonSerializer.Serialize(options.Labels));
        return string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

        void AddWhere(bool given, string key, string value)
        {
            if (given)
            {
                query.Add((key, value));
            }
        }
    }
}
