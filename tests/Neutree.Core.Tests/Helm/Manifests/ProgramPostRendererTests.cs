using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;

namespace Neutree.Core.Tests.Helm.Manifests;

public sealed class ProgramPostRendererTests
{
    [Fact]
    public async Task What_it_prints_takes_the_manifests_place()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("b: 1\n", (await Shell("sed s/a/b/").RunAsync("a: 1\n", CancellationToken.None)).ToString());
        }
    }

    [Fact]
    public async Task A_program_that_never_stops_printing_is_ended_even_while_its_input_is_written()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        ChartException error = await Assert.ThrowsAsync<ChartException>(
            () => Shell("exec yes").RunAsync(new string('a', 1 << 20), CancellationToken.None));

        Assert.Equal("error while running post render on files: /bin/sh prints more than 100000 bytes", error.Message);
    }

    [Fact]
    public async Task Of_what_it_complains_the_beginning_is_told()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        ChartException error = await Assert.ThrowsAsync<ChartException>(
            () => Shell("echo broken >&2; head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 3").RunAsync("a: 1\n", CancellationToken.None));

        Assert.Equal(
            "error while running post render on files: error while running command /bin/sh. error output:\nbroken\n"
            + new string('x', 65536 - "broken\n".Length) + "\nexit status 3",
            error.Message);
    }

    private static ProgramPostRenderer Shell(string script) => new("/bin/sh", ["-c", script]) { MaxOutput = 100_000 };
}
