using Neutree.Core.Go;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>Reads an answer as an object.</summary>
internal static class ObjectReading
{
    /// <exception cref="KubernetesException">It is none.</exception>
    public static KubernetesObject Read(ReadOnlySpan<byte> body, ApiRequest request, Uri server)
    {
        string reason;
        try
        {
            if (GoJson.DecodeKeepingIntegers(body) is GoMap map)
            {
                return new KubernetesObject(map);
            }

            reason = "it is JSON, but no object";
        }
        catch (GoException error)
        {
            reason = error.Message;
        }

        throw new KubernetesException("Kubernetes.AnswerInvalid", ErrorKind.InvalidData, $"{request.What} failed on {server}: the answer can't be read: {reason}")
        {
            Verb = request.Verb,
            Resource = request.Resource,
            Target = server.ToString(),
            Recommendation = "Check that the kubeconfig's server is an API server and not something before it.",
        };
    }
}
