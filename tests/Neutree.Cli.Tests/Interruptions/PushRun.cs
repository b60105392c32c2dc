namespace Neutree.Cli.Tests.Interruptions;

/// <summary>One run of a push: bytes of requests it sent, and how it ended.</summary>
internal sealed record PushRun(long Sent, CliResult Result);
