namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>What a judge says about an object.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Message">Why, in a few words.</param>
/// <param name="IsFinal">Whether a failure can't pass.</param>
internal sealed record Judgement(ReadinessState State, string Message, bool IsFinal = false)
{
    public static Judgement Ready(string message) => new(ReadinessState.Ready, message);

    public static Judgement InProgress(string message) => new(ReadinessState.InProgress, message);

    public static Judgement Failed(string message, bool isFinal = false) => new(ReadinessState.Failed, message, isFinal);
}
