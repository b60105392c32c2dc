namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>Errors of kubeconfig files and of what they refer to.</summary>
internal static class KubeconfigProblem
{
    public static KubernetesException Invalid(string message, string target, Exception? inner = null) =>
        new("Kubernetes.KubeconfigInvalid", ErrorKind.InvalidData, message, inner)
        {
            Target = target,
            Recommendation = "Repair the kubeconfig, or give another with -Kubeconfig or KUBECONFIG.",
        };

    /// <summary>A file that holds a certificate, key or token can't be used. What is in it is never part of the message.</summary>
    public static KubernetesException File(string what, string file, string reason, Exception? inner = null) =>
        new("Kubernetes.CredentialFile", ErrorKind.InvalidArgument, $"the {what} in {file} can't be used: {reason}", inner)
        {
            Target = file,
            Recommendation = "Check that the file is there, readable, and of the kind that the kubeconfig says.",
        };
}
