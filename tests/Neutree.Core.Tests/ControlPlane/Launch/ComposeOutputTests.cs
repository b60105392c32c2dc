using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.ControlPlane.Launch;

public sealed class ComposeOutputTests
{
    [Fact]
    public void Steps_go_to_the_log_and_words_of_its_own_to_the_observer_both_without_secrets()
    {
        RecordingObserver observer = new();
        LogLines log = new();
        ComposeOutput output = new(new SecretMask(["the-secret"]), observer, log);

        foreach (string line in (string[])[" Container kong  Started", " Network neutree-core_neutree  Created", "", "time=1 level=warning msg=\"the-secret is obsolete\"", " Container the-secret  Error"])
        {
            output.Write(line);
        }

        Assert.Equal(["time=1 level=warning msg=\"******** is obsolete\""], observer.Output);
        Assert.Equal([" Container kong  Started", " Network neutree-core_neutree  Created", " Container ********  Error"], log.Lines);
    }
}
