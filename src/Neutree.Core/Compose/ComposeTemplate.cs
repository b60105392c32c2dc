using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Compose;

/// <summary>Renders the files of a compose project (spec 4.2 step 5): Go text templates, then lines that are empty or blank are removed.</summary>
internal static class ComposeTemplate
{
    /// <param name="name">What messages call the template.</param>
    /// <param name="text">The template.</param>
    /// <param name="parameters">What <c>.</c> is; a name that it doesn't have is an error.</param>
    /// <param name="functions">What the template may call besides Go's own functions.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="TemplateException">The template can't be parsed or executed; the message is Go's.</exception>
    public static string Render(string name, string text, GoMap parameters, FunctionTable functions, CancellationToken cancellationToken)
    {
        TemplateSet templates = new(functions, MissingKey.Error) { Name = name };
        templates.Parse(name, text);
        GoStringBuilder output = new(text.Length + 1024);
        templates.Execute(name, parameters, output, cancellationToken);
        return WithoutBlankLines(output.ToString());
    }

    private static string WithoutBlankLines(string text)
    {
        StringBuilder kept = new(text.Length);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
            {
                kept.Append(kept.Length == 0 ? "" : "\n").Append(line);
            }
        }

        return kept.ToString();
    }
}
