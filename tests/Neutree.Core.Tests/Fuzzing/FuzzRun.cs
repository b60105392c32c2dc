using System.Diagnostics;
using System.Text;

namespace Neutree.Core.Tests.Fuzzing;

/// <summary>Feeds made and changed inputs to something that reads: it ends soon, without much memory, and fails with typed errors only.</summary>
internal static class FuzzRun
{
    private const long MostBytes = 512L * 1024 * 1024;

    private static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(20);

    /// <summary>Tries an input on a thread with the stack that a thread of the pool has.</summary>
    public static void Try(string input, Action read)
    {
        Exception? unexpected = null;
        long allocated = 0;
        Thread thread = new(
            () =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    read();
                }
                catch (NeutreeException refusal)
                {
                    unexpected = refusal.Message.Length == 0 ? refusal : null;
                }
                catch (Exception exception)
                {
                    unexpected = exception;
                }

                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            })
        { IsBackground = true };
        thread.Start();

        Assert.True(thread.Join(LongestInput), $"still reading after {LongestInput.TotalSeconds} s: {Shown(input)}");
        Assert.True(unexpected is null, $"{unexpected}\nfrom: {Shown(input)}");
        Assert.True(allocated < MostBytes, $"{allocated} bytes were needed for: {Shown(input)}");
    }

    /// <summary>Texts of random pieces, and pieces of samples joined, until the time is over; the seed decides which.</summary>
    public static void Texts(int seed, TimeSpan time, string[] pieces, string[] samples, Action<string> read)
    {
        Random random = new(FuzzBudget.Seed(seed));
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            string text = random.Next(2) == 0 ? Assembled(pieces, random) : Changed(samples, pieces, random);
            Try(text, () => read(text));
        }
    }

    private static string Assembled(string[] pieces, Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)]));

    private static string Changed(string[] samples, string[] pieces, Random random)
    {
        StringBuilder text = new(samples[random.Next(samples.Length)]);
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            int at = random.Next(text.Length + 1);
            text.Remove(at, Math.Min(random.Next(4), text.Length - at)).Insert(at, pieces[random.Next(pieces.Length)]);
        }

        return text.ToString();
    }

    private static string Shown(string input) => input.Length > 2000 ? input[..2000] + "…" : input;
}
