using Neutree.Core.Kubernetes.Requests;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Core.Tests.Kubernetes.Requests;

public sealed class RequestGateTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly InstantTime _time = new();
    private readonly RequestGate _gate;

    public RequestGateTests() => _gate = new RequestGate(4, _time);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task A_request_beyond_the_bound_waits_until_another_is_answered()
    {
        int[] first = await EnterAsync(4);

        Task<int> fifth = _gate.EnterAsync(None);

        Assert.False(fifth.IsCompleted);
        _gate.Leave(first[0], isTooMany: false, pause: null);
        await fifth;
    }

    [Fact]
    public async Task A_complaint_halves_the_bound()
    {
        int[] first = await EnterAsync(4);

        Leave(first[0], isTooMany: true);
        Leave(first[1..], isTooMany: false);

        Assert.Equal(2, await CountFreeAsync());
    }

    [Fact]
    public async Task Requests_that_were_under_way_together_complain_once()
    {
        int[] first = await EnterAsync(4);

        Leave(first, isTooMany: true);

        Assert.Equal(2, await CountFreeAsync());
    }

    [Fact]
    public async Task Complaints_one_after_the_other_leave_one_place()
    {
        for (int round = 0; round < 5; round++)
        {
            Leave(await _gate.EnterAsync(None), isTooMany: true);
        }

        Assert.Equal(1, await CountFreeAsync());
    }

    [Fact]
    public async Task As_many_answers_as_there_are_places_make_one_more()
    {
        Leave(await _gate.EnterAsync(None), isTooMany: true);

        Leave(await EnterAsync(2), isTooMany: false);

        Assert.Equal(3, await CountFreeAsync());
    }

    [Fact]
    public async Task The_bound_doesnt_grow_beyond_what_was_wanted()
    {
        Leave(await _gate.EnterAsync(None), isTooMany: true);

        for (int answer = 0; answer < 40; answer++)
        {
            Leave(await _gate.EnterAsync(None), isTooMany: false);
        }

        Assert.Equal(4, await CountFreeAsync());
    }

    [Fact]
    public async Task All_wait_as_long_as_the_server_asks()
    {
        _gate.Leave(await _gate.EnterAsync(None), isTooMany: true, TimeSpan.FromSeconds(3));

        await _gate.EnterAsync(None);

        Assert.Equal([TimeSpan.FromSeconds(3)], _time.Waits);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        int[] first = await EnterAsync(4);
        using CancellationTokenSource stop = new();
        Task<int> fifth = _gate.EnterAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fifth);
        Leave(first, isTooMany: false);
        Assert.Equal(4, await CountFreeAsync());
    }

    private async Task<int[]> EnterAsync(int count)
    {
        List<int> entered = [];
        while (entered.Count < count)
        {
            entered.Add(await _gate.EnterAsync(None));
        }

        return [.. entered];
    }

    private void Leave(int[] entered, bool isTooMany)
    {
        foreach (int one in entered)
        {
            Leave(one, isTooMany);
        }
    }

    private void Leave(int entered, bool isTooMany) => _gate.Leave(entered, isTooMany, pause: null);

    /// <summary>Takes all places there are, and gives them back unanswered.</summary>
    private async Task<int> CountFreeAsync()
    {
        using CancellationTokenSource stop = new();
        List<Task<int>> all = [.. Enumerable.Range(0, 10).Select(_ => _gate.EnterAsync(stop.Token))];
        int free = all.Count(static one => one.IsCompletedSuccessfully);
        await stop.CancelAsync();
        await Task.WhenAll(all.Select(static one => one.ContinueWith(static _ => { }, TaskScheduler.Default)));
        return free;
    }
}
