using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Templating;

namespace Neutree.Core.Helm.Templates;

/// <summary>
/// Words the failures of templates as helm 4.1 does: the place, the call and the cause of each template on the way, innermost last
/// (Helm <c>engine.go</c>: cleanupParseError, reformatExecErrorMsg).
/// </summary>
internal static class RenderErrors
{
    private const string Start = "HELM_ERR_START";
    private const string End = "HELM_ERR_END";
    private const string Prefix = "template: ";

    /// <summary>The failure of <c>required</c> and <c>fail</c>, marked so that its message is shown alone.</summary>
    public static GoException Marked(GoString message) => new(Start + message.ToString() + End);

    public static ChartException OfParsing(string file, TemplateException error)
    {
        string[] parts = error.Message.Split(": ");
        string message = parts.Length == 1 ? $"parse error in ({file}): {error.Message}" : $"parse error at ({parts[1]}): {parts[^1]}";
        return Failure("Chart.TemplateSyntax", message, parts.Length == 1 ? file : parts[1], error);
    }

    public static ChartException OfExecution(string file, TemplateException error)
    {
        string[] parts = error.Message.Split(": ", 3);
        if (parts.Length != 3)
        {
            return Failure("Chart.TemplateFailed", $"execution error in ({file}): {error.Message}", file, error);
        }

        string location = parts[1];
        int start = parts[2].IndexOf(Start, StringComparison.Ordinal);
        int end = parts[2].LastIndexOf(End, StringComparison.Ordinal);
        if (start >= 0 && end >= start + Start.Length)
        {
            string wanted = parts[2][(start + Start.Length)..end];
            return Failure("Chart.ValueRequired", $"execution error at ({location}): {wanted}", location, error);
        }

        return Failure("Chart.TemplateFailed", Traced(error) ?? error.Message, location, error);
    }

    private static ChartException Failure(string errorId, string message, string target, TemplateException error) =>
        new(errorId, ErrorKind.InvalidData, message, error)
        {
            Target = target,
            Recommendation = errorId switch
            {
                "Chart.TemplateSyntax" => "Correct the template at that line.",
                "Chart.ValueRequired" => "Give the value the message asks for, with a values file or -Set.",
                _ => "Look at the innermost place first; a value of another type or a missing one is the usual cause.",
            },
        };

    /// <summary>One block for each template on the way; null where one of the causes is no template's.</summary>
    private static string? Traced(TemplateException error)
    {
        StringBuilder text = new();
        string? last = null;
        for (Exception? current = error; current is not null; current = current.InnerException)
        {
            if (Block(current.Message) is not { } block)
            {
                return null;
            }

            if (block != last)
            {
                text.Append(block);
                last = block;
            }
        }

        return text.ToString().Trim();
    }

    private static string? Block(string message)
    {
        if (!message.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = message[Prefix.Length..];
        if (rest.StartsWith("no template ", StringComparison.Ordinal))
        {
            return message + "\n";
        }

        return Executing(rest) ?? Simple(rest);
    }

    private static string? Executing(string text)
    {
        const string executing = ": executing \"";
        const string at = "\" at <";
        const string close = ">: ";
        int begin = text.IndexOf(executing, StringComparison.Ordinal);
        if (begin < 0)
        {
            return null;
        }

        string after = text[(begin + executing.Length)..];
        int name = after.IndexOf('"', StringComparison.Ordinal);
        if (name < 0 || !after.AsSpan(name).StartsWith(at))
        {
            return null;
        }

        string place = after[(name + at.Length)..];
        int end = place.IndexOf(close, StringComparison.Ordinal);
        return end < 0
            ? null
            : $"{text[..begin]}\n  executing \"{after[..name]}\" at <{place[..end]}>:\n    {WithoutNext(place[(end + close.Length)..])}\n";
    }

    private static string? Simple(string text)
    {
        int separator = text.LastIndexOf(": ", StringComparison.Ordinal);
        return separator < 0 ? null : $"{text[..separator]}\n  {WithoutNext(text[(separator + 2)..])}\n";
    }

    private static string WithoutNext(string message)
    {
        int next = message.IndexOf(" template:", StringComparison.Ordinal);
        return next < 0 ? message : message[..next];
    }
}
