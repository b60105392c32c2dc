namespace Neutree.Cli.Tests.Interruptions;

/// <summary>What a push sends, and what the registry holds afterwards, when nothing goes wrong.</summary>
internal sealed record UndisturbedPush(long Sent, HeldImage Image);
