using System.Management.Automation;
using Neutree.Core.Oci.Transfer;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that writes images under tags that may be in use.</summary>
public abstract class PushCmdlet : TransferCmdlet
{
    [Parameter]
    public LayerCompression LayerCompression { get; set; }

    [Parameter]
    public SwitchParameter Replace { get; set; }

    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaxUnpackedSize { get; set; }

    private protected override TransferOptions TransferOptions() =>
        base.TransferOptions() with
        {
            LayerCompression = LayerCompression,
            Replace = Replace,
            MaxUnpackedSize = MaxUnpackedSize > 0 ? MaxUnpackedSize : null,
        };
}
