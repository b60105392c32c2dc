using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>
/// Makes Go values of a document's nodes: aliases expanded within go-yaml's limits, merge keys merged, keys turned into text. Keeps a
/// stack of its own, since documents may be nested 10000 levels deep.
/// </summary>
internal sealed class YamlDecoder
{
    /// <summary>The depth that Go's JSON decoder, the last step of reading, allows.</summary>
    private const int MaxDepth = 10000;

    private readonly bool _keepIntegers;
    private readonly bool _isStrict;
    private readonly Stack<Frame> _frames = new();
    private readonly HashSet<YamlNode> _activeAliases = [];
    private readonly YamlDuplicateKeys _duplicates = new();
    private readonly YamlAliasBudget _aliases = new();
    private YamlException? _problem;
    private bool _hasInfinite;
    private object? _result;

    /// <param name="keepIntegers">Whether an integer is a Go <c>int</c> or <c>uint64</c>, as the YAML library has it; else all numbers are floats, as JSON has it.</param>
    /// <param name="isStrict">Whether a key that is set twice is an error.</param>
    public YamlDecoder(bool keepIntegers, bool isStrict)
    {
        _keepIntegers = keepIntegers;
        _isStrict = isStrict;
    }

    /// <exception cref="YamlException">The document can't be a JSON value.</exception>
    public object? Decode(YamlNode root)
    {
        _aliases.Count(isInAlias: false);
        if (!Begin(root, Role.Value, into: null))
        {
            while (_frames.TryPeek(out Frame? frame))
            {
                Step(frame);
            }
        }

        _duplicates.ThrowIfAny();
        if (_problem is null && _hasInfinite)
        {
            YamlInfiniteNumber.Refuse(_result);
        }

        return _problem is null ? _result : throw _problem;
    }

    private void Step(Frame frame)
    {
        List<YamlNode> children = frame.Node.Children;
        if (frame.Role == Role.MergeList)
        {
            // The first of the list wins, so it comes last.
            if (frame.Next == children.Count)
            {
                _frames.Pop();
                return;
            }

            frame.Next++;
            BeginMerge(children[^frame.Next], frame.Map!, mayBeList: false);
        }
        else if (frame.Next == children.Count)
        {
            _frames.Pop();
            Complete(frame);
        }
        else if (frame.Items is not null)
        {
            if (Begin(children[frame.Next++], Role.Value, into: null))
            {
                frame.Items[frame.Next - 1] = _result;
            }
        }
        else
        {
            StepMapping(frame, children);
        }
    }

    private void StepMapping(Frame frame, List<YamlNode> children)
    {
        YamlNode key = children[frame.Next];
        YamlNode value = children[frame.Next + 1];
        if (key.IsMergeKey)
        {
            frame.Next += 2;
            BeginMerge(value, frame.Map!, mayBeList: true);
            return;
        }

        if (!Begin(key, Role.Key, into: null))
        {
            return;
        }

        frame.Key = KeyText(key.Target ?? key, value);
        frame.Next += 2;
        if (Begin(value, Role.Value, into: null))
        {
            Set(frame, _result);
        }
    }

    /// <summary>Decodes a scalar into the result, or opens a collection and returns false.</summary>
    private bool Begin(YamlNode node, Role role, GoMap? into)
    {
        _aliases.Count(_activeAliases.Count > 0);
        YamlNode? alias = null;
        if (node.Kind == YamlEventKind.Alias)
        {
            alias = node;
            if (!_activeAliases.Add(alias))
            {
                throw new YamlException($"yaml: anchor '{alias.Value}' value contains itself", alias.Line + 1);
            }

            node = alias.Target!;
            _aliases.Count(_activeAliases.Count > 0);
        }

        if (node.Kind == YamlEventKind.Scalar)
        {
            YamlScalar scalar = YamlResolver.Resolve(node);
            _result = role == Role.Value ? ToValue(scalar) : null;
            if (alias is not null)
            {
                _activeAliases.Remove(alias);
            }

            return true;
        }

        bool isMapping = node.Kind == YamlEventKind.MappingStart;
        if (_frames.Count >= MaxDepth)
        {
            throw new YamlException($"error unmarshaling JSON: while decoding JSON: invalid character '{(isMapping ? '{' : '[')}' exceeded max depth", node.Line + 1);
        }

        _frames.Push(new Frame
        {
            Node = node,
            Role = role,
            Alias = alias,
            Map = isMapping ? into ?? new GoMap(capacity: node.Children.Count / 2) : null,
            Items = isMapping ? null : new object?[node.Children.Count],
        });
        return false;
    }

    private void BeginMerge(YamlNode node, GoMap into, bool mayBeList)
    {
        YamlEventKind kind = (node.Target ?? node).Kind;
        if (mayBeList && node.Kind == YamlEventKind.SequenceStart)
        {
            _frames.Push(new Frame { Node = node, Role = Role.MergeList, Map = into });
        }
        else if (kind != YamlEventKind.MappingStart)
        {
            throw new YamlException("yaml: map merge requires map or sequence of maps as the value", node.Line + 1);
        }
        else
        {
            Begin(node, Role.Merge, into);
        }
    }

    private void Complete(Frame frame)
    {
        if (frame.Alias is not null)
        {
            _activeAliases.Remove(frame.Alias);
        }

        switch (frame.Role)
        {
            case Role.Key:
                throw new YamlException("yaml: invalid map key: " + YamlGoSyntax.Of(frame.Node), frame.Node.Line + 1);
            case Role.Value:
                _result = frame.Map ?? (object)GoSlice.Appended(frame.Items!);
                if (_frames.TryPeek(out Frame? parent))
                {
                    if (parent.Items is not null)
                    {
                        parent.Items[parent.Next - 1] = _result;
                    }
                    else
                    {
                        Set(parent, _result);
                    }
                }

                break;
        }
    }

    private void Set(Frame frame, object? value)
    {
        GoString? key = frame.Key;
        if (key is null)
        {
            return;
        }

        if (!_isStrict || _duplicates.IsNew(frame.Map!, frame.Node.Children[frame.Next - 2], frame.Node.Children[frame.Next - 1]))
        {
            frame.Map![key] = value;
        }
    }

    /// <summary>A key as sigs.k8s.io/yaml turns it into text; null where it can't.</summary>
    private GoString? KeyText(YamlNode key, YamlNode value)
    {
        YamlScalar scalar = YamlResolver.Resolve(key);
        if (scalar.Kind is YamlScalarKind.Null or YamlScalarKind.Uint)
        {
            string type = scalar.Kind == YamlScalarKind.Null ? "%!s(<nil>)" : "uint64";
            string text = scalar.Kind == YamlScalarKind.Null ? "<nil>" : YamlGoSyntax.Of(key);
            string content = YamlGoSyntax.Of(value);
            _problem ??= new YamlException(
                $"unsupported map key of type: {type}, key: {text}, value: {(content == YamlGoSyntax.Nil ? "<nil>" : content)}", key.Line + 1);
            return null;
        }

        return scalar.Kind == YamlScalarKind.Binary ? YamlText.WithoutInvalid(scalar.Text) : YamlReader.ScalarText(scalar);
    }

    private object? ToValue(YamlScalar scalar)
    {
        switch (scalar.Kind)
        {
            case YamlScalarKind.Null:
                return null;
            case YamlScalarKind.Bool:
                return Boxed.Bool(scalar.Bits != 0);
            case YamlScalarKind.Int:
                return _keepIntegers ? Boxed.Int((nint)scalar.Bits) : (double)scalar.Bits;
            case YamlScalarKind.Uint:
                return _keepIntegers ? (object)(ulong)scalar.Bits : (double)(ulong)scalar.Bits;
            case YamlScalarKind.Float:
                _hasInfinite |= !double.IsFinite(scalar.Number);
                return scalar.Number;
            case YamlScalarKind.Binary:
                return YamlText.WithoutInvalid(scalar.Text);
            default:
                return scalar.Text;
        }
    }

    /// <summary>What a collection under way is for.</summary>
    private enum Role : byte
    {
        Value,
        Key,
        Merge,
        MergeList,
    }

    /// <summary>A collection under way.</summary>
    private sealed class Frame
    {
        public required YamlNode Node { get; init; }

        public required Role Role { get; init; }

        public YamlNode? Alias { get; init; }

        public GoMap? Map { get; init; }

        public object?[]? Items { get; init; }

        /// <summary>Children passed so far.</summary>
        public int Next { get; set; }

        /// <summary>The key whose value is under way.</summary>
        public GoString? Key { get; set; }
    }
}
