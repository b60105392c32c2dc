namespace Neutree.Core.Oci.Registries;

/// <summary>What a registry client takes from the machine; tests give their own.</summary>
internal sealed record RegistryEnvironment
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Func<string, string?> GetVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The user's home folder.</summary>
    public string Home { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>A number from 0 to 1, so that clients that failed together don't come back together.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;
}
