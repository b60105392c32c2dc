using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Progress;

/// <summary>Shows how far a run is.</summary>
internal interface IProgressView
{
    /// <summary>Shows the meter until the work ends, however it ends; its failure is the caller's matter.</summary>
    Task ShowAsync(string activity, TransferMeter meter, Task work);
}
