namespace Neutree.Core.Helm.Values.Schema;

/// <summary>What the keyword <c>type</c> and the messages call the types.</summary>
internal static class JsonTypeNames
{
    private static readonly string[] Names = ["null", "boolean", "number", "integer", "string", "array", "object"];

    /// <summary>The type of that name; <see cref="JsonTypes.None"/> where there is none.</summary>
    public static JsonTypes Parse(string name)
    {
        int index = Array.IndexOf(Names, name);
        return index < 0 ? JsonTypes.None : (JsonTypes)(1 << index);
    }

    /// <summary><c>string or array</c>.</summary>
    public static string Describe(JsonTypes types)
    {
        string text = "";
        for (int index = 0; index < Names.Length; index++)
        {
            if (((int)types & (1 << index)) != 0)
            {
                text = text.Length == 0 ? Names[index] : $"{text} or {Names[index]}";
            }
        }

        return text;
    }
}
