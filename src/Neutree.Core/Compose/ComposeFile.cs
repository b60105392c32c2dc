using System.Globalization;
using System.Text;
using Neutree.Core.Yaml;

namespace Neutree.Core.Compose;

/// <summary>
/// A compose file: its text, and what is in it. Only image names are ever changed, where they stand, so that the text keeps its form and
/// its comments (spec 4.4).
/// </summary>
internal sealed class ComposeFile
{
    private readonly string _name;
    private readonly IReadOnlyList<(YamlNode Scalar, string Service)> _images;

    private ComposeFile(string name, string text, IReadOnlyList<ComposeService> services, IReadOnlyList<(YamlNode Scalar, string Service)> images)
    {
        _name = name;
        Text = text;
        Services = services;
        _images = images;
    }

    public string Text { get; }

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<ComposeService> Services { get; }

    /// <param name="name">What messages call it.</param>
    /// <param name="text">Its text, rendered.</param>
    /// <exception cref="ComposeException">It is no YAML, or has no services, or one without an image.</exception>
    public static ComposeFile Parse(string name, string text)
    {
        YamlNode? services;
        try
        {
            services = ComposeNodes.Find(YamlComposer.Compose(text), "services");
        }
        catch (YamlException error)
        {
            throw Invalid(name, error.Message, error);
        }

        (string Key, YamlNode Value)[] entries = [.. ComposeNodes.Entries(services)];
        if (entries.Length == 0)
        {
            throw Invalid(name, "it has no services");
        }

        HashSet<string> awaited = [.. entries.SelectMany(entry => Awaited(entry.Value))];
        List<ComposeService> read = [];
        List<(YamlNode Scalar, string Service)> images = [];
        foreach ((string service, YamlNode node) in entries)
        {
            YamlNode? image = ComposeNodes.Find(node, "image");
            if (ComposeNodes.Text(image) is not { Length: > 0 } reference)
            {
                throw Invalid(name, $"the service {service} has no image");
            }

            images.Add((image!, service));
            string? restart = ComposeNodes.Text(ComposeNodes.Find(node, "restart"));
            read.Add(new ComposeService
            {
                Name = service,
                Image = reference,
                ContainerName = ComposeNodes.Text(ComposeNodes.Find(node, "container_name")),
                IsTask = awaited.Contains(service) || restart is "no" or "none",
                PublishedPorts = [.. ComposeNodes.Items(ComposeNodes.Find(node, "ports")).SelectMany(PublishedPorts)],
                Environment = ReadEnvironment(ComposeNodes.Find(node, "environment")),
            });
        }

        return new ComposeFile(name, text, read, images);
    }

    /// <summary>The same file with each image's name as <paramref name="rewrite"/> gives it.</summary>
    /// <exception cref="ComposeException">An image's name is written in a form that can't be replaced in place.</exception>
    public ComposeFile WithImages(Func<string, string> rewrite)
    {
        StringBuilder result = new(Text.Length + 256);
        int copied = 0;

        // A scalar that several services share by an alias stands, and is replaced, once.
        foreach ((YamlNode scalar, string service) in _images.DistinctBy(image => image.Scalar.Index).OrderBy(image => image.Scalar.Index))
        {
            string before = scalar.Value.ToString();
            string after = rewrite(before);
            if (after == before)
            {
                continue;
            }

            int start = AfterProperties(OffsetOf(scalar.Index));
            int end = EndOf(start, before, service);
            result.Append(Text, copied, start - copied);
            result.Append(Text[start] is '"' or '\'' ? $"\"{after}\"" : after);
            copied = end;
        }

        return Parse(_name, result.Append(Text, copied, Text.Length - copied).ToString());
    }

    /// <summary>Services whose completion this one waits for.</summary>
    private static IEnumerable<string> Awaited(YamlNode service) =>
        ComposeNodes.Entries(ComposeNodes.Find(service, "depends_on"))
            .Where(entry => ComposeNodes.Text(ComposeNodes.Find(entry.Value, "condition")) == "service_completed_successfully")
            .Select(entry => entry.Key);

    /// <summary><c>[IP:]HOST:CONTAINER[/PROTOCOL]</c> with ranges, or a mapping with <c>published</c>.</summary>
    private static IEnumerable<int> PublishedPorts(YamlNode port)
    {
        string published;
        if (ComposeNodes.Text(port) is { } text)
        {
            string[] parts = text.Split('/')[0].Split(':');
            published = parts.Length < 2 ? "" : parts[^2];
        }
        else
        {
            published = ComposeNodes.Text(ComposeNodes.Find(port, "published")) ?? "";
        }

        string[] range = published.Split('-');
        return int.TryParse(range[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(range[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            && last >= first
            ? Enumerable.Range(first, last - first + 1)
            : [];
    }

    /// <summary>A mapping, or a list of <c>NAME=value</c>; <c>$$</c> is a dollar sign as Compose reads it.</summary>
    private static Dictionary<string, string> ReadEnvironment(YamlNode? node)
    {
        Dictionary<string, string> variables = [];
        foreach ((string name, YamlNode value) in ComposeNodes.Entries(node))
        {
            variables[name] = Unescape(ComposeNodes.Text(value) ?? "");
        }

        foreach (string text in ComposeNodes.Items(node).Select(ComposeNodes.Text).OfType<string>())
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                variables[text[..equals]] = Unescape(text[(equals + 1)..]);
            }
        }

        return variables;

        static string Unescape(string text) => text.Replace("$$", "$", StringComparison.Ordinal);
    }

    /// <summary>The parser counts characters, a string has one or two units for each.</summary>
    private int OffsetOf(int index)
    {
        int offset = 0;
        for (int i = 0; i < index; i++)
        {
            offset += char.IsSurrogatePair(Text, offset) ? 2 : 1;
        }

        return offset;
    }

    /// <summary>An anchor or a tag stands before the text itself.</summary>
    private int AfterProperties(int start)
    {
        while (Text[start] is '&' or '!')
        {
            start = Text.IndexOf(' ', start);
            while (Text[start] == ' ')
            {
                start++;
            }
        }

        return start;
    }

    private int EndOf(int start, string value, string service)
    {
        char quote = Text[start];
        if (quote is not ('"' or '\''))
        {
            return string.CompareOrdinal(Text, start, value, 0, value.Length) == 0
                ? start + value.Length
                : throw Invalid(_name, $"the image of the service {service} is not written as one plain or quoted text");
        }

        for (int i = start + 1; i < Text.Length; i++)
        {
            if (quote == '"' && Text[i] == '\\')
            {
                i++;
            }
            else if (Text[i] == quote)
            {
                if (quote == '"' || i + 1 == Text.Length || Text[i + 1] != '\'')
                {
                    return i + 1;
                }

                i++;
            }
        }

        throw Invalid(_name, $"the image of the service {service} has no end");
    }

    private static ComposeException Invalid(string name, string reason, Exception? inner = null) =>
        new("Compose.InvalidFile", ErrorKind.InvalidData, $"the compose file {name} can't be used: {reason}", inner) { Target = name };
}
