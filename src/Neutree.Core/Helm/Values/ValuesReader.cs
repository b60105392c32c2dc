using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Values;

/// <summary>
/// Brings together all values a user gives (Helm 4.1 <c>values.Options.MergeValues</c>): files, then <c>--set-json</c>, typed values, <c>--set</c>,
/// <c>--set-string</c>, <c>--set-file</c> and <c>--set-literal</c>.
/// </summary>
/// <param name="standardInput">What the file <c>-</c> is; null is the process's own.</param>
/// <param name="client">Fetches URLs where the options allow them; null is a client of its own.</param>
internal sealed class ValuesReader(Stream? standardInput = null, HttpClient? client = null)
{
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromMinutes(2);

    /// <returns>Values of the caller's own.</returns>
    /// <exception cref="ValuesException">A file can't be read or is no YAML, or an argument breaks the grammar.</exception>
    public async Task<GoMap> ReadAsync(ValuesOptions options, CancellationToken cancellationToken)
    {
        using HttpClient? made = options.AllowUrls && client is null ? new HttpClient { Timeout = FetchTimeout } : null;
        ValuesSource source = new(standardInput ?? Console.OpenStandardInput(), options.AllowUrls ? client ?? made : null, options.BaseFolder);
        GoMap values = await ReadFilesAsync(options.Files, source, cancellationToken).ConfigureAwait(false);
        foreach (string argument in options.Json)
        {
            values = WithJson(values, argument);
        }

        foreach (GoMap given in options.Objects)
        {
            values = ChartValuesReader.Merge(values, given);
        }

        foreach (string argument in options.Set)
        {
            Apply("--set", () => SetParser.ParseInto(values, argument));
        }

        foreach (string argument in options.Strings)
        {
            Apply("--set-string", () => SetParser.ParseIntoString(values, argument));
        }

        foreach (string argument in options.FileContents)
        {
            Func<GoString, GoString> contents = await ReadContentsAsync(argument, source, cancellationToken).ConfigureAwait(false);
            Apply("--set-file", () => SetParser.ParseFile(values, argument, contents));
        }

        foreach (string argument in options.Literals)
        {
            Apply("--set-literal", () => SetParser.ParseLiteral(values, argument));
        }

        return values;
    }

    private static async Task<GoMap> ReadFilesAsync(IReadOnlyList<string> names, ValuesSource source, CancellationToken cancellationToken)
    {
        GoMap values = new();
        foreach (string name in names)
        {
            GoString text = await source.ReadAsync(name, cancellationToken).ConfigureAwait(false);
            try
            {
                values = ChartValuesReader.Merge(values, ChartValuesReader.Read(text));
            }
            catch (GoException refusal)
            {
                throw new ValuesException("Values.FileInvalid", ErrorKind.InvalidData, $"failed to parse {name}: {refusal.Message}", refusal)
                {
                    Target = name,
                    Recommendation = "Give values as YAML mappings.",
                };
            }
        }

        return values;
    }

    private static GoMap WithJson(GoMap values, string argument)
    {
        string text = argument.Trim();
        bool isObject = text.StartsWith('{');
        try
        {
            if (isObject)
            {
                return ChartValuesReader.Merge(values, (GoMap)GoJson.Decode(text)!);
            }

            SetParser.ParseJson(values, argument);
            return values;
        }
        catch (Exception refusal) when (refusal is GoException or ValuesException)
        {
            throw new ValuesException(
                "Values.SetInvalid", ErrorKind.InvalidArgument, $"failed parsing --set-json data {(isObject ? "JSON: " : "")}{argument}", refusal)
            {
                Recommendation = $"Give key=json or a JSON object; what is wrong: {refusal.Message}.",
            };
        }
    }

    private static void Apply(string option, Action parse)
    {
        try
        {
            parse();
        }
        catch (ValuesException refusal)
        {
            throw new ValuesException(refusal.ErrorId, refusal.Kind, $"failed parsing {option} data: {refusal.Message}", refusal)
            {
                Target = refusal.Target,
                Recommendation = refusal.Recommendation,
            };
        }
    }

    /// <summary>Reads the files that an argument names, before the argument is carried out; a failure is kept until its turn comes.</summary>
    private static async Task<Func<GoString, GoString>> ReadContentsAsync(string argument, ValuesSource source, CancellationToken cancellationToken)
    {
        Queue<Func<GoString>> contents = [];
        foreach (GoString name in SetParser.FilesIn(argument))
        {
            try
            {
                GoString content = await source.ReadAsync(name.ToString(), cancellationToken).ConfigureAwait(false);
                contents.Enqueue(() => content);
            }
            catch (ValuesException unreadable)
            {
                contents.Enqueue(() => throw unreadable);
                break;
            }
        }

        return _ => contents.Dequeue()();
    }
}
