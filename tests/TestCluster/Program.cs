using System.Runtime.InteropServices;
using Neutree.TestCluster;

// A cluster until the end of standard input, or SIGTERM or SIGINT. The first line on standard output is the kubeconfig's path.
TaskCompletionSource end = new();
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
await using LocalCluster cluster = await LocalCluster.StartAsync(CancellationToken.None);
Console.WriteLine(cluster.KubeconfigFile);
await Task.WhenAny(end.Task, Console.In.ReadToEndAsync());

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    end.TrySetResult();
}
