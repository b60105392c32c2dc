using Microsoft.Extensions.Logging;

namespace Neutree.Core.Packages.Building;

/// <summary>Passes on what a Docker engine prints while it builds.</summary>
internal sealed class BuildLog(ILogger logger) : IProgress<string>
{
    public void Report(string value) => logger.LogInformation("{Line}", value);
}
