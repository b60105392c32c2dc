using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3's paths with <c>/</c>. The <c>os…</c> twins are the same on every system, so that a chart renders alike everywhere.</summary>
internal static class PathFunctions
{
    public static void AddTo(FunctionTable table)
    {
        foreach ((string name, string osName, Func<string, string> change) in (ReadOnlySpan<(string, string, Func<string, string>)>)
            [("base", "osBase", Base), ("dir", "osDir", Directory), ("clean", "osClean", Clean), ("ext", "osExt", Extension)])
        {
            table.Add(
                GoFunction.From(name, (GoString path) => OnBytes(path, change)),
                GoFunction.From(osName, (GoString path) => OnBytes(path, change)));
        }

        table.Add(
            GoFunction.From("isAbs", (GoString path) => path.Span.StartsWith("/"u8)),
            GoFunction.From("osIsAbs", (GoString path) => path.Span.StartsWith("/"u8)));
    }

    /// <summary>Paths are cut at ASCII characters only, so one character for each byte loses nothing.</summary>
    private static GoString OnBytes(GoString path, Func<string, string> change) =>
        GoString.Adopt(System.Text.Encoding.Latin1.GetBytes(change(System.Text.Encoding.Latin1.GetString(path.Span))));

    /// <summary>Go's <c>path.Base</c>.</summary>
    private static string Base(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        string trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    /// <summary>Go's <c>path.Dir</c>.</summary>
    private static string Directory(string path) => Clean(path[..(path.LastIndexOf('/') + 1)]);

    /// <summary>Go's <c>path.Ext</c>.</summary>
    private static string Extension(string path)
    {
        int dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') ? path[dot..] : "";
    }

    /// <summary>Go's <c>path.Clean</c>: the shortest path of the same meaning, judged by the text alone.</summary>
    private static string Clean(string path)
    {
        bool rooted = path.StartsWith('/');
        List<string> kept = [];
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part != "..")
            {
                kept.Add(part);
            }
            else if (kept.Count > 0 && kept[^1] != "..")
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (!rooted)
            {
                kept.Add(part);
            }
        }

        string joined = string.Join('/', kept);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }
}
