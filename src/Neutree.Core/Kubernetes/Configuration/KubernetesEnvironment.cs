namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>What a client takes from the machine; tests give their own.</summary>
internal sealed record KubernetesEnvironment
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Func<string, string?> GetVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The user's home folder.</summary>
    public string Home { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Where a pod finds the token of its service account.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Whether a credential plugin may ask its user something.</summary>
    public bool IsInteractive { get; init; } = Environment.UserInteractive && !Console.IsInputRedirected;

    /// <summary>A number from 0 to 1, so that clients that failed together don't come back together.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;
}
