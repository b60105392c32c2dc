using System.Net;
using Neutree.Core.Go;
using Neutree.Core.Helm.Releases;

namespace Neutree.Core.ControlPlane;

/// <summary>What an install by Helm is told beside what every install is.</summary>
public sealed record ReleaseLaunchOptions
{
    /// <summary>Files of values; full paths or relative to the process' folder, <c>-</c> is standard input.</summary>
    public IReadOnlyList<string> ValuesFiles { get; init; } = [];

    /// <summary>Values with their types, over those of the files.</summary>
    public IReadOnlyList<GoMap> Values { get; init; } = [];

    /// <summary>Whether an upgrade forgets the values of the revision before, but for its secrets.</summary>
    public bool ResetValues { get; init; }

    /// <summary>User and password that the cluster pulls images from the mirror registry with; becomes a pull secret of the namespace. Null: as it is.</summary>
    public NetworkCredential? PullCredential { get; init; }

    /// <summary>How it is waited, where it is; <see cref="ReleaseWait.None"/> is as <see cref="ReleaseWait.Watcher"/>.</summary>
    public ReleaseWait Wait { get; init; }

    /// <summary>Whether what fails is undone: an install uninstalled, an upgrade rolled back. Implies waiting.</summary>
    public bool RollbackOnFailure { get; init; }

    /// <summary>Whether fields are taken over that other field managers own.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Whether the release is taken over from an operation that seems to be under way.</summary>
    public bool TakeOver { get; init; }

    /// <summary>Where the chart's vendored folders come from that are empty (spec 5.2); null: the chart has them.</summary>
    public string? VendorPath { get; init; }
}
