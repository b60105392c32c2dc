using System.Buffers;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Walks over a value and writes it as one document in block style, with a stack of its own instead of the thread's.</summary>
internal sealed class YamlTreeWriter
{
    /// <summary>Go's JSON encoder looks for cycles from this depth on.</summary>
    private const int CycleCheckDepth = 1000;

    private const int MaxDepth = 10000;

    /// <summary>A longer key gets a line of its own, after <c>?</c>.</summary>
    private const int MaxSimpleKeyLength = 128;

    /// <summary>Signs that need neither quotes nor a closer look anywhere in a text that begins with one of <see cref="SafeStarts"/>.</summary>
    private static readonly SearchValues<byte> SafeSigns = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./()=+$;<>@%^&*|!~,"u8);

    private static readonly SearchValues<byte> SafeStarts = SearchValues.Create("abcdeghijklmpqrsuvwxzABCDEGHIJKLMPQRSUVWXZ/_($^;<="u8);

    private readonly YamlDialect _dialect;
    private readonly GoStringBuilder _output = new(1024);
    private readonly GoStringBuilder _number = new(32);
    private readonly YamlEmitter _emitter;
    private readonly YamlScalarWriter _scalars;
    private readonly Stack<Frame> _frames = new();
    private YamlException? _textProblem;

    public YamlTreeWriter(YamlDialect dialect)
    {
        _dialect = dialect;
        _emitter = new YamlEmitter(_output, dialect.Width);
        _scalars = new YamlScalarWriter(_emitter);
    }

    /// <exception cref="GoException">The value can't be written.</exception>
    public GoString Write(object? value)
    {
        WriteNode(value, isUnderKey: false);
        while (_frames.TryPeek(out Frame? frame))
        {
            if (frame.Next == frame.Count)
            {
                _frames.Pop();
                _emitter.Indent = frame.OuterIndent;
            }
            else if (frame.Keys is null)
            {
                _emitter.WriteIndent();
                _emitter.WriteIndicator("-"u8, needsSpace: true, isIndentation: true);
                WriteNode(frame.Slice![frame.Next++], isUnderKey: false);
            }
            else
            {
                GoString key = frame.Keys[frame.Next++];
                _emitter.WriteIndent();
                WriteKey(key);
                WriteNode(frame.Map![key], isUnderKey: true);
            }
        }

        if (_textProblem is not null)
        {
            throw _textProblem;
        }

        _emitter.WriteIndent();
        return _output.ToGoString();
    }

    private void WriteNode(object? value, bool isUnderKey)
    {
        value = _dialect.Simplify(value);
        switch (value)
        {
            case null:
                WritePlain("null"u8);
                break;
            case bool flag:
                WritePlain(flag ? "true"u8 : "false"u8);
                break;
            case GoString text:
                WriteText(text);
                break;
            case GoMap map:
                OpenMap(map);
                break;
            case GoSlice slice:
                OpenSlice(slice, isUnderKey);
                break;
            case YamlPlainText plain:
                WritePlain(plain.Text.Span);
                break;
            default:
                _number.Clear();
                _dialect.AppendNumber(_number, value);
                WritePlain(_number.Written);
                break;
        }
    }

    private void OpenMap(GoMap map)
    {
        if (map.Count == 0)
        {
            _emitter.WriteIndicator("{}"u8, needsSpace: true);
            return;
        }

        CheckDepth(map, map.Type);
        _frames.Push(new Frame(_emitter.Indent, map, _dialect.KeyOrder.Sort(map), Slice: null, map.Count));
        _emitter.Indent = _emitter.Indent < 0 ? 0 : _emitter.Indent + YamlEmitter.IndentStep;
    }

    private void OpenSlice(GoSlice slice, bool isUnderKey)
    {
        if (slice.Count == 0)
        {
            _emitter.WriteIndicator("[]"u8, needsSpace: true);
            return;
        }

        CheckDepth(slice, slice.Type);
        bool isFlat = isUnderKey && !_emitter.IsIndentation && !_dialect.IndentsSequences;
        _frames.Push(new Frame(_emitter.Indent, Map: null, Keys: null, slice, slice.Count));
        _emitter.Indent = _emitter.Indent < 0 ? 0 : isFlat ? _emitter.Indent : _emitter.Indent + YamlEmitter.IndentStep;
    }

    private void CheckDepth(object value, GoType type)
    {
        if (_frames.Count <= CycleCheckDepth)
        {
            return;
        }

        foreach (Frame frame in _frames)
        {
            if (ReferenceEquals(frame.Map, value) || ReferenceEquals(frame.Slice, value))
            {
                throw _dialect.Cycle(type);
            }
        }

        if (_frames.Count >= MaxDepth)
        {
            throw new YamlException($"yaml: exceeded max depth of {MaxDepth}");
        }
    }

    private void WriteKey(GoString key)
    {
        GoString text = Prepare(key, out bool isBinary);
        if (_dialect.KeyProblem(key) is { } problem)
        {
            _textProblem ??= problem;
        }

        if (!isBinary && text.Length <= MaxSimpleKeyLength && IsSafe(text))
        {
            _scalars.Write(text.Span, YamlScalarStyle.Plain, mayBreak: false);
            _emitter.WriteIndicator(":"u8, needsSpace: false);
            return;
        }

        YamlScalarAnalysis analysis = YamlScalarAnalysis.Of(text.Span, _dialect.AllowsTabs);
        int length = text.Length + (isBinary ? "!!binary".Length : 0);
        bool isSimple = !analysis.HasBreaks && length <= MaxSimpleKeyLength;
        if (!isSimple)
        {
            _emitter.WriteIndicator("?"u8, needsSpace: true, isIndentation: true);
        }

        WriteTag(isBinary);
        _scalars.Write(text.Span, StyleOf(text, analysis, isSimple, isBinary), mayBreak: !isSimple);
        if (isSimple)
        {
            _emitter.WriteIndicator(":"u8, needsSpace: false);
            return;
        }

        _emitter.WriteIndent();
        _emitter.WriteIndicator(":"u8, needsSpace: true, isIndentation: true);
    }

    private void WriteText(GoString value)
    {
        GoString text = Prepare(value, out bool isBinary);
        if (!isBinary && IsSafe(text))
        {
            _scalars.Write(text.Span, YamlScalarStyle.Plain, mayBreak: true);
            return;
        }

        WriteTag(isBinary);
        YamlScalarAnalysis analysis = YamlScalarAnalysis.Of(text.Span, _dialect.AllowsTabs);
        _scalars.Write(text.Span, StyleOf(text, analysis, isSimpleKey: false, isBinary), mayBreak: true);
    }

    private void WriteTag(bool isBinary)
    {
        if (isBinary)
        {
            _emitter.WriteIndicator("!!binary"u8, needsSpace: true);
        }
    }

    private void WritePlain(ReadOnlySpan<byte> text) => _scalars.Write(text, YamlScalarStyle.Plain, mayBreak: false);

    /// <summary>Text that can't be read back is an error only when all values are known to be JSON.</summary>
    private GoString Prepare(GoString text, out bool isBinary)
    {
        try
        {
            return _dialect.Prepare(text, out isBinary);
        }
        catch (YamlException problem)
        {
            _textProblem ??= problem;
            isBinary = false;
            return GoString.Empty;
        }
    }

    /// <summary>Whether a text is plain at first sight: no sign has a meaning, and no number, boolean or null begins like it.</summary>
    private static bool IsSafe(GoString text) =>
        !text.IsEmpty && SafeStarts.Contains(text[0]) && !text.Span.ContainsAnyExcept(SafeSigns);

    private static YamlScalarStyle StyleOf(GoString text, YamlScalarAnalysis analysis, bool isSimpleKey, bool isBinary)
    {
        if (text.Span.Contains((byte)'\n'))
        {
            return analysis.MayBeLiteral && !isSimpleKey ? YamlScalarStyle.Literal : YamlScalarStyle.DoubleQuoted;
        }

        if ((isSimpleKey && analysis.HasBreaks) || !(isBinary || IsString(text)))
        {
            return YamlScalarStyle.DoubleQuoted;
        }

        return analysis.MayBePlain ? YamlScalarStyle.Plain
            : analysis.MayBeSingleQuoted ? YamlScalarStyle.SingleQuoted
            : YamlScalarStyle.DoubleQuoted;
    }

    /// <summary>Whether a text without quotes is read as text, also by readers that know numbers to the base 60.</summary>
    private static bool IsString(GoString text) =>
        YamlResolver.ResolvePlain(text).Kind == YamlScalarKind.String && !YamlNumbers.IsSexagesimal(text.Span);

    /// <summary>A collection under way.</summary>
    private sealed record Frame(int OuterIndent, GoMap? Map, IReadOnlyList<GoString>? Keys, GoSlice? Slice, int Count)
    {
        /// <summary>Entries written so far.</summary>
        public int Next { get; set; }
    }
}
