using System.Management.Automation;
using Neutree.Core.Oci.Housekeeping;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that removes things from registries.</summary>
public abstract class HousekeepingCmdlet : RegistryCmdlet
{
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    private protected static async ValueTask<bool> ApproveAsync(CmdletPipe pipe, RemovedItem item) =>
        await pipe.ShouldProcessAsync(item.Name, item.Kind switch
        {
            RemovedKind.Image => "Remove image",
            RemovedKind.Manifest => "Remove manifest",
            _ => "Delete",
        }).ConfigureAwait(false);

    /// <summary>Writes each item as it is done; what failed is written as an error as well.</summary>
    private protected static async Task WriteItemsAsync(CmdletPipe pipe, IAsyncEnumerable<RemovedItem> items, CancellationToken cancellationToken)
    {
        await foreach (RemovedItem item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            pipe.Output(item);
            if (item.Error is { } error)
            {
                pipe.Error(ErrorRecords.From(error, item.Name));
            }
        }
    }
}
