using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Helm.Templates;

/// <summary>A release's name from a template: <c>{{ "Demo" | lower }}-{{ randAlphaNum 5 | lower }}</c>.</summary>
public static class ReleaseNameTemplate
{
    private const string Name = "name-template";

    /// <exception cref="ChartException">The template can't be parsed or executed.</exception>
    public static string Expand(string template)
    {
        FunctionTable functions = new();
        SprigFunctions.AddTo(functions);
        TemplateSet set = new(functions, MissingKey.Zero);
        GoStringBuilder name = new();
        try
        {
            set.Parse(Name, template);
            set.Execute(Name, null, name, CancellationToken.None);
        }
        catch (TemplateException error)
        {
            throw new ChartException("Chart.InvalidReleaseName", ErrorKind.InvalidArgument, error.Message, error)
            {
                Target = template,
                Recommendation = "Correct the template of the release's name.",
            };
        }

        return name.ToString();
    }
}
