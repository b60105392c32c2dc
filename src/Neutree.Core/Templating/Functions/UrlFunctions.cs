using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3's <c>urlParse</c> and <c>urlJoin</c>.</summary>
internal static class UrlFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Add(
            GoFunction.From("urlParse", (GoString text) => Parse(text)),
            GoFunction.From("urlJoin", (GoMap parts) => Join(parts)));
    }

    private static GoMap Parse(GoString text)
    {
        GoUrl url;
        try
        {
            url = GoUrl.Parse(Encoding.Latin1.GetString(text.Span));
        }
        catch (GoException e)
        {
            throw new GoException($"unable to parse url: {e.Message}", e);
        }

        GoMap parts = new();
        parts["scheme"] = Bytes(url.Scheme);
        parts["host"] = Bytes(url.Host);
        parts["hostname"] = Bytes(url.HostName);
        parts["path"] = Bytes(url.Path);
        parts["query"] = Bytes(url.Query);
        parts["opaque"] = Bytes(url.Opaque);
        parts["fragment"] = Bytes(url.Fragment);
        parts["userinfo"] = Bytes(url.UserInfo);
        return parts;
    }

    private static GoString Join(GoMap parts)
    {
        GoUrl url = new()
        {
            Scheme = Text(parts, "scheme"),
            Host = Text(parts, "host"),
            Path = Text(parts, "path"),
            Query = Text(parts, "query"),
            Opaque = Text(parts, "opaque"),
            Fragment = Text(parts, "fragment"),
        };
        string userInfo = Text(parts, "userinfo");
        if (userInfo.Length > 0)
        {
            try
            {
                url.User = GoUrl.Parse($"proto://{userInfo}@host").User;
            }
            catch (GoException e)
            {
                throw new GoException($"unable to parse userinfo in dict: {e.Message}", e);
            }
        }

        return Bytes(url.ToString());
    }

    private static string Text(GoMap parts, GoString key)
    {
        if (!parts.TryGetValue(key, out object? value))
        {
            return "";
        }

        return value switch
        {
            GoString text => Encoding.Latin1.GetString(text.Span),
            null => throw new GoException("runtime error: invalid memory address or nil pointer dereference"),
            _ => throw new GoException($"unable to parse {key} key, must be of type string, but {GoType.Of(value)!.Kind.ToString().ToLowerInvariant()} found"),
        };
    }

    private static GoString Bytes(string text) => GoString.Adopt(Encoding.Latin1.GetBytes(text));
}
