using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Lint;

/// <summary>Whether <c>crds/</c> holds custom resource definitions and nothing else (Helm 4.1 <c>lint/rules/crds.go</c>).</summary>
internal static class CrdRules
{
    private const string Folder = "crds/";
    private const string MoveAway = "Keep custom resource definitions only in crds/; other objects belong into templates/.";

    public static void Check(LintedChart linted, LintFindings findings, CancellationToken cancellationToken)
    {
        if (!linted.Exists(Folder.TrimEnd('/')))
        {
            return;
        }

        if (!linted.HasFolder(Folder.TrimEnd('/')))
        {
            findings.Error(Folder, "not a directory", "Replace the file by a folder with the chart's custom resource definitions.");
            return;
        }

        IReadOnlyList<ChartCrd> crds;
        try
        {
            crds = linted.Load(cancellationToken).Crds;
        }
        catch (NeutreeException failure)
        {
            findings.Error(Folder, failure, "Correct the chart.");
            return;
        }

        foreach (ChartCrd crd in crds)
        {
            try
            {
                Check(crd.File, findings);
            }
            catch (GoException failure)
            {
                findings.Error(crd.File.Name, "unable to parse YAML: " + failure.Message, "Write plain YAML: files of crds/ are no templates.");
                return;
            }
        }
    }

    private static void Check(ChartFile file, LintFindings findings)
    {
        foreach (CheckedObject found in CheckedObjects.Read(file.Data))
        {
            if (!found.ApiVersion.StartsWith("apiextensions.k8s.io", StringComparison.Ordinal))
            {
                findings.Error(file.Name, "apiVersion is not in 'apiextensions.k8s.io'", MoveAway);
            }

            if (found.Kind != "CustomResourceDefinition")
            {
                findings.Error(file.Name, "object kind is not 'CustomResourceDefinition'", MoveAway);
            }
        }
    }
}
