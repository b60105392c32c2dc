namespace Neutree.Core.Kubernetes;

/// <summary>One entry of <c>details.causes</c> in a server's <c>Status</c>.</summary>
/// <param name="Reason"><c>FieldValueInvalid</c>; <c>FieldManagerConflict</c> for a field that another manager owns.</param>
/// <param name="Field"><c>.spec.replicas</c>; empty where the cause is about the whole object.</param>
/// <param name="Message">Words for people; of a conflict, who owns the field: <c>conflict with "kubectl" using apps/v1</c>.</param>
public sealed record StatusCause(string Reason, string Field, string Message);
