namespace Neutree.Core.Packages.Servers;

/// <summary>How a file on a server compares with what it should be.</summary>
internal enum RemoteState
{
    Missing,
    Same,
    Different,
}

/// <param name="State">The outcome.</param>
/// <param name="How">What it rests on.</param>
/// <param name="Difference">What is different, to go on with behind a comma.</param>
internal sealed record RemoteComparison(RemoteState State, PublishVerification How, string Difference);
