using Microsoft.Extensions.Logging;
using Neutree.Core.Compose;
using Neutree.Core.ControlPlane.Parameters;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>
/// What Docker Compose prints, without secrets: its own words go to the observer; a line for each step of each container, of which the services tell by themselves, to the log.
/// </summary>
internal sealed class ComposeOutput(SecretMask mask, IControlPlaneObserver observer, ILogger logger)
{
    public void Write(string line)
    {
        if (ComposeProgram.IsProgress(line))
        {
            logger.LogInformation("{Line}", mask.Apply(line));
        }
        else if (!string.IsNullOrWhiteSpace(line))
        {
            observer.ProgramOutput(mask.Apply(line));
        }
    }
}
