using System.Management.Automation;
using System.Net;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that talks to registries: how they are reached.</summary>
public abstract class RegistryCmdlet : AsyncCmdlet
{
    [Parameter]
    public SwitchParameter PlainHttp { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CACertificate { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientCertificate { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientKey { get; set; }

    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    [Parameter]
    [ValidateRange(0, 100)]
    public int Retry { get; set; } = 3;

    private protected virtual int RequestLimit => new RegistryOptions().ThrottleLimit;

    private protected RegistryOptions RegistryOptions(PSCredential? credential) => new()
    {
        Credential = credential is null || credential == PSCredential.Empty ? null : (NetworkCredential)credential.GetNetworkCredential(),
        PlainHttp = PlainHttp,
        CACertificatePath = CACertificate is null ? null : ResolveNew(CACertificate),
        ClientCertificatePath = ClientCertificate is null ? null : ResolveNew(ClientCertificate),
        ClientKeyPath = ClientKey is null ? null : ResolveNew(ClientKey),
        SkipCertificateCheck = SkipCertificateCheck,
        Retry = Retry,
        ThrottleLimit = RequestLimit,
    };

    /// <summary>Writes each image as it is done; what failed is written as an error as well.</summary>
    private protected static async Task WriteResultsAsync(CmdletPipe pipe, IAsyncEnumerable<ImageTransferResult> results, bool whatIf, string verb, CancellationToken cancellationToken)
    {
        await foreach (ImageTransferResult result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (string warning in result.Warnings)
            {
                pipe.Warning(warning);
            }

            if (whatIf && result.Status == TransferStatus.Planned)
            {
                // Under -WhatIf this only prints its line, one for each image that would be written.
                await pipe.ShouldProcessAsync(result.Target ?? "", $"{verb} {result.Source}").ConfigureAwait(false);
            }

            pipe.Output(result);
            if (result.Error is { } error)
            {
                pipe.Error(ErrorRecords.From(error, result.Target ?? result.Source));
            }
        }
    }
}
