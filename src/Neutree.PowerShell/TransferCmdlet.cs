using System.Management.Automation;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that moves images.</summary>
public abstract class TransferCmdlet : RegistryCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidatePlatform]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string[] Platform { get; set; } = [];

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    private protected override int RequestLimit => ThrottleLimit;

    private protected virtual TransferOptions TransferOptions() => new()
    {
        Platforms = [.. Platform.Select(Core.Oci.Platform.Parse)],
        ThrottleLimit = ThrottleLimit,
        WhatIf = IsWhatIf,
        CacheFolder = CacheFolder.Default(),
    };
}
