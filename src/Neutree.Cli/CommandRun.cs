using System.CommandLine;
using Microsoft.Extensions.Logging;
using Neutree.Cli.Ci;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Cli.Progress;
using Neutree.Core;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli;

/// <summary>What one command run writes with, and how it goes through the results of the core.</summary>
internal sealed class CommandRun
{
    private CommandRun(OutputFormat format, ErrorOutput errors, ILogger logger)
    {
        Format = format;
        Errors = errors;
        Logger = logger;
    }

    /// <summary>Never <see cref="OutputFormat.Auto"/>.</summary>
    public OutputFormat Format { get; }

    public TextWriter Out { get; } = Console.Out;

    public ErrorOutput Errors { get; }

    public ILogger Logger { get; }

    public static CommandRun Start(ParseResult parsed) => Start(parsed, parsed.GetValue(CommonOptions.Output));

    /// <summary>For a command whose <c>--output</c> is a file.</summary>
    public static CommandRun Start(ParseResult parsed, OutputFormat format)
    {
        if (format == OutputFormat.Auto)
        {
            format = Console.IsOutputRedirected ? OutputFormat.Plain : OutputFormat.Table;
        }

        ErrorOutput errors = new(Console.Error, CiLog.FromEnvironment());
        return new CommandRun(format, errors, new ErrorStreamLogger(Console.Error, errors, parsed.GetValue(CommonOptions.Verbose)));
    }

    /// <summary>Goes through a run, shows its progress, and writes each image.</summary>
    /// <param name="activity">What the run does, for the progress display.</param>
    /// <param name="start">Starts the core's operation.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>All results, in the order they came; failed ones are already on standard error.</returns>
    public async Task<IReadOnlyList<ImageTransferResult>> TransferAsync(
        string activity,
        Func<IProgress<TransferProgress>, CancellationToken, IAsyncEnumerable<ImageTransferResult>> start,
        CancellationToken cancellationToken)
    {
        List<Exception> failures = [];
        try
        {
            using IResultOutput<ImageTransferResult> output = ResultOutputs.ForTransfers(Format, Out);
            return await CollectAsync(activity, start, Write, cancellationToken).ConfigureAwait(false);

            void Write(ImageTransferResult result)
            {
                output.Write(result);
                if (result.Error is { } error)
                {
                    failures.Add(error);
                }
            }
        }
        finally
        {
            // Also where the run itself fails, as an archive does that isn't written for a failed image: that is the reason.
            // One cause that stops all images, such as a registry that is down, is told once.
            foreach (Exception error in failures.DistinctBy(ErrorOutput.Describe))
            {
                Errors.Write(error);
            }
        }
    }

    /// <summary>Goes through a run and shows its progress; what is written of the images is <paramref name="write"/>'s matter.</summary>
    public async Task<IReadOnlyList<ImageTransferResult>> CollectAsync(
        string activity,
        Func<IProgress<TransferProgress>, CancellationToken, IAsyncEnumerable<ImageTransferResult>> start,
        Action<ImageTransferResult> write,
        CancellationToken cancellationToken)
    {
        TransferMeter meter = new();
        List<ImageTransferResult> results = [];
        Task work = Task.Run(
            async () =>
            {
                await foreach (ImageTransferResult result in start(meter, cancellationToken).ConfigureAwait(false))
                {
                    results.Add(result);
                    write(result);
                }
            },
            cancellationToken);
        await ProgressViews.ForStandardError().ShowAsync(activity, meter, work).ConfigureAwait(false);
        await work.ConfigureAwait(false);
        foreach (string warning in results.SelectMany(result => result.Warnings))
        {
            Errors.Warn(warning);
        }

        return results;
    }

    /// <summary>Runs an operation of the core and shows its progress.</summary>
    /// <param name="activity">What it does, for the progress display.</param>
    /// <param name="start">Starts it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task ShowAsync(string activity, Func<IProgress<TransferProgress>, CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        TransferMeter meter = new();
        Task work = Task.Run(() => start(meter, cancellationToken), cancellationToken);
        await ProgressViews.ForStandardError().ShowAsync(activity, meter, work).ConfigureAwait(false);
        await work.ConfigureAwait(false);
    }

    /// <summary>Does something with one outcome and shows its progress.</summary>
    public static async Task<TResult> ShowAsync<TResult>(string activity, Func<IProgress<TransferProgress>, Task<TResult>> start)
    {
        TransferMeter meter = new();
        Task<TResult> work = Task.Run(() => start(meter));
        await ProgressViews.ForStandardError().ShowAsync(activity, meter, work).ConfigureAwait(false);
        return await work.ConfigureAwait(false);
    }

    /// <summary>Does something with each of several things; one that fails is told, and doesn't stop the others.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EachAsync<T>(IEnumerable<T> items, Func<T, Task> act)
    {
        int exitCode = 0;
        foreach (T item in items)
        {
            try
            {
                await act(item).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is NeutreeException or IOException or UnauthorizedAccessException)
            {
                Errors.Write(failure);
                exitCode = 1;
            }
        }

        return exitCode;
    }

    /// <summary>Writes what is in a registry, a folder or an archive.</summary>
    public async Task ListAsync(ImageListOptions options, CancellationToken cancellationToken)
    {
        using IResultOutput<ImageListing> output = ResultOutputs.ForListings(Format, Out);
        await foreach (ImageListing image in new ImageLister(options, Logger).ListAsync(cancellationToken).ConfigureAwait(false))
        {
            output.Write(image);
        }
    }

    public static int ExitCode(IEnumerable<ImageTransferResult> results) =>
        results.Any(result => result.Status == TransferStatus.Failed) ? 1 : 0;
}
