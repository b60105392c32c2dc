using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Tests.Oci.Registries;

public sealed class HostPacerTests
{
    [Fact]
    public async Task No_more_than_the_limit_run_and_leaving_lets_the_next_in()
    {
        HostPacer pacer = new(2, Environment(new InstantTime()));
        await pacer.EnterAsync(default);
        await pacer.EnterAsync(default);
        Task third = pacer.EnterAsync(default);
        Assert.False(third.IsCompleted);
        pacer.Leave();
        await third.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_slot()
    {
        HostPacer pacer = new(1, Environment(new InstantTime()));
        using CancellationTokenSource stop = new();
        await pacer.EnterAsync(default);
        Task second = pacer.EnterAsync(stop.Token);
        Task third = pacer.EnterAsync(default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        pacer.Leave();
        await third.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Back_off_doubles_up_to_half_a_minute_and_success_forgets_it()
    {
        HostPacer pacer = new(4, Environment(new InstantTime()));
        double[] delays = [.. Enumerable.Range(0, 9).Select(_ => pacer.ReportFailure(false, null).TotalSeconds)];
        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 16, 30, 30], delays);
        pacer.ReportSuccess();
        Assert.Equal(0.25, pacer.ReportFailure(false, null).TotalSeconds);
    }

    [Fact]
    public void The_limit_halves_down_to_one_and_recovers_step_by_step()
    {
        HostPacer pacer = new(6, Environment(new InstantTime()));
        List<int> limits = [];
        for (int i = 0; i < 4; i++)
        {
            pacer.ReportFailure(true, null);
            limits.Add(pacer.Limit);
        }

        for (int i = 0; i < 48; i++)
        {
            pacer.ReportSuccess();
            if (i % 8 == 7)
            {
                limits.Add(pacer.Limit);
            }
        }

        Assert.Equal([3, 1, 1, 1, 2, 3, 4, 5, 6, 6], limits);
    }

    [Fact]
    public async Task After_a_Retry_After_nobody_calls_earlier()
    {
        InstantTime time = new();
        HostPacer pacer = new(2, Environment(time));
        pacer.ReportFailure(true, TimeSpan.FromSeconds(20));
        await pacer.EnterAsync(default);
        Assert.Equal(TimeSpan.FromSeconds(20), Assert.Single(time.Waits));
    }

    private static RegistryEnvironment Environment(TimeProvider time) => new() { Time = time, Jitter = () => 0 };
}
