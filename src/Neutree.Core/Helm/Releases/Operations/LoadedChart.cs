using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>A chart, and the values that the user gave for it.</summary>
internal sealed record LoadedChart(Chart Chart, GoMap Given);
