using System.Management.Automation;
using Neutree.Core.Oci;

namespace Neutree.PowerShell;

/// <summary>Refuses a word that isn't <c>os/architecture[/variant]</c> when the parameter is bound.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidatePlatformAttribute : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object element)
    {
        try
        {
            Platform.Parse(element as string ?? "");
        }
        catch (OciFormatException invalid)
        {
            throw new ValidationMetadataException($"{invalid.Message}. {invalid.Recommendation}", invalid);
        }
    }
}
