using System.Management.Automation;

namespace Neutree.PowerShell;

/// <summary>The registries of a session, kept in a variable of it: they are the session's, and end with it.</summary>
internal static class RunningRegistries
{
    private const string Variable = "global:NeutreeRunningRegistries";

    public static IReadOnlyList<NeutreeRegistry> In(SessionState session) => List(session);

    public static void Add(SessionState session, NeutreeRegistry registry)
    {
        List<NeutreeRegistry> list = List(session);
        list.Add(registry);
        session.PSVariable.Set(Variable, list);
    }

    public static void Remove(SessionState session, NeutreeRegistry registry) => List(session).Remove(registry);

    private static List<NeutreeRegistry> List(SessionState session) =>
        session.PSVariable.GetValue(Variable) is { } value && (value is PSObject wrapped ? wrapped.BaseObject : value) is List<NeutreeRegistry> list
            ? list
            : [];
}
