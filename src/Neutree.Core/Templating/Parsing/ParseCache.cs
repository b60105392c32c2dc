using System.Collections.Concurrent;
using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Templating.Parsing;

/// <summary>Keeps what was parsed: a chart often evaluates the same text again and again.</summary>
internal sealed class ParseCache(FunctionTable functions)
{
    /// <summary>Texts that are kept; where a chart makes more, all are dropped and the next ones kept.</summary>
    private const int MostTexts = 2048;

    /// <summary>Bytes of the texts that are kept; what is made of them takes many times as much.</summary>
    private const int MostBytes = 16 << 20;

    private readonly ConcurrentDictionary<(GoString Name, GoString Text), ParsedText> _texts = new();

    private long _bytes;

    /// <exception cref="TemplateException">The text is no template; the message is Go's.</exception>
    public ParsedText Parse(GoString name, GoString text)
    {
        if (_texts.TryGetValue((name, text), out ParsedText? parsed))
        {
            return parsed;
        }

        parsed = Parser.Parse(name, text, functions);
        if (Interlocked.Add(ref _bytes, text.Length) > MostBytes || _texts.Count >= MostTexts)
        {
            _texts.Clear();
            Interlocked.Exchange(ref _bytes, text.Length);
        }

        _texts[(name, text)] = parsed;
        return parsed;
    }
}
