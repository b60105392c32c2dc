using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Neutree.Core.Go;

/// <summary>Writes values as JSON (Go <c>encoding/json</c>).</summary>
internal sealed class JsonWriter
{
    /// <summary>From this depth on Go looks for maps and slices that hold themselves.</summary>
    private const int CycleDepth = 1000;

    private readonly GoStringBuilder _output;
    private readonly JsonLayout _layout;
    private HashSet<object>? _enclosing;
    private int _depth;

    public JsonWriter(GoStringBuilder output, JsonLayout layout)
    {
        _output = output;
        _layout = layout;
    }

    public void Write(object? value)
    {
        switch (value)
        {
            case null:
                _output.Append("null"u8);
                break;
            case GoString text:
                WriteText(text.Span);
                break;
            case bool truth:
                _output.Append(truth ? "true"u8 : "false"u8);
                break;
            case double number:
                WriteFloat(number, 64);
                break;
            case float number:
                WriteFloat(number, 32);
                break;
            case nint or long or int or short or sbyte:
                GoNumbers.AppendInt(_output, value is nint wide ? wide : Convert.ToInt64(value));
                break;
            case nuint or ulong or uint or ushort or byte:
                GoNumbers.AppendUint(_output, value is nuint unsignedWide ? unsignedWide : Convert.ToUInt64(value));
                break;
            case IGoNumber named:
                GoNumbers.AppendInt(_output, named.Number);
                break;
            case IGoJsonValue other:
                Write(other.JsonValue);
                break;
            case GoMap { IsNil: true } or GoSlice { IsNil: true }:
                _output.Append("null"u8);
                break;
            case GoMap or GoSlice or IGoStruct:
                WriteNested((IGoValue)value);
                break;
            default:
                throw new GoException($"json: unsupported type: {GoType.Of(value)!.Text}");
        }
    }

    private void WriteNested(IGoValue value)
    {
        if (value is GoSlice bytesSlice && bytesSlice.TryGetBytes(out ReadOnlyMemory<byte> bytes))
        {
            WriteBase64(bytes.Span);
            return;
        }

        Enter(value);
        switch (value)
        {
            case GoMap map:
                WriteMap(map);
                break;
            case GoSlice slice:
                WriteSlice(slice);
                break;
            default:
                WriteStruct((IGoStruct)value);
                break;
        }

        _depth--;
        _enclosing?.Remove(value);
    }

    private void Enter(IGoValue value)
    {
        if (++_depth > CycleDepth)
        {
            _enclosing ??= new HashSet<object>(ReferenceEqualityComparer.Instance);
            if (!_enclosing.Add(value))
            {
                throw new GoException($"json: unsupported value: encountered a cycle via {value.Type.Text}");
            }
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new GoException($"json: unsupported value: {value.Type.Text} is nested too deeply");
        }
    }

    private void WriteMap(GoMap map)
    {
        _output.Append((byte)'{');
        int index = 0;
        foreach (KeyValuePair<GoString, object?> entry in map)
        {
            BeginElement(index++);
            WriteKey(entry.Key.Span);
            Write(entry.Value);
        }

        End(index, (byte)'}');
    }

    private void WriteSlice(GoSlice slice)
    {
        _output.Append((byte)'[');
        for (int index = 0; index < slice.Count; index++)
        {
            BeginElement(index);
            Write(slice[index]);
        }

        End(slice.Count, (byte)']');
    }

    private void WriteStruct(IGoStruct value)
    {
        _output.Append((byte)'{');
        int index = 0;
        foreach (GoField field in value.Fields)
        {
            if (field.IsExported)
            {
                BeginElement(index++);
                WriteKey(((GoString)(field.JsonName ?? field.Name)).Span);
                Write(field.Value);
            }
        }

        End(index, (byte)'}');
    }

    private void WriteKey(ReadOnlySpan<byte> key)
    {
        WriteText(key);
        _output.Append(_layout.Indent is null ? ":"u8 : ": "u8);
    }

    private void BeginElement(int index)
    {
        if (index > 0)
        {
            _output.Append((byte)',');
        }

        BreakLine(_depth);
    }

    private void End(int count, byte bracket)
    {
        if (count > 0)
        {
            BreakLine(_depth - 1);
        }

        _output.Append(bracket);
    }

    private void BreakLine(int depth)
    {
        if (_layout.Indent is null)
        {
            return;
        }

        _output.Append((byte)'\n').Append(_layout.Prefix ?? GoString.Empty);
        for (int level = 0; level < depth; level++)
        {
            _output.Append(_layout.Indent);
        }
    }

    private void WriteFloat(double value, int bits)
    {
        if (!double.IsFinite(value))
        {
            throw new GoException($"json: unsupported value: {GoNumbers.FormatFloat(value, 'g', -1, bits)}");
        }

        double size = Math.Abs(value);
        bool hasExponent = size != 0 && (bits == 64 ? size is < 1e-6 or >= 1e21 : (float)size is < 1e-6f or >= 1e21f);
        GoNumbers.AppendFloat(_output, value, hasExponent ? 'e' : 'f', -1, bits);
        if (hasExponent && _output.Written is [.., (byte)'e', (byte)'-', (byte)'0', byte last])
        {
            // JSON has e-9 where Go's strconv has e-09.
            _output.Truncate(_output.Length - 2);
            _output.Append(last);
        }
    }

    private void WriteBase64(ReadOnlySpan<byte> bytes)
    {
        byte[] encoded = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length)];
        Base64.EncodeToUtf8(bytes, encoded, out _, out int written);
        _output.Append((byte)'"').Append(encoded.AsSpan(0, written)).Append((byte)'"');
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        _output.Append((byte)'"');
        int plain = 0;
        while (plain < text.Length && text[plain] is >= (byte)' ' and < 0x80 and not (byte)'"' and not (byte)'\\'
            && !(_layout.EscapesHtml && text[plain] is (byte)'<' or (byte)'>' or (byte)'&'))
        {
            plain++;
        }

        _output.Append(text[..plain]);
        text = text[plain..];
        GoRunes runes = new(text);
        while (runes.MoveNext())
        {
            int c = runes.Current.Value;
            if (!runes.IsValid)
            {
                _output.Append("\\ufffd"u8);
            }
            else if (c is 0x2028 or 0x2029 or < ' ' or '"' or '\\' || (_layout.EscapesHtml && c is '<' or '>' or '&'))
            {
                WriteEscape(c);
            }
            else
            {
                _output.Append(text.Slice(runes.Index, runes.Width));
            }
        }

        _output.Append((byte)'"');
    }

    private void WriteEscape(int c)
    {
        ReadOnlySpan<byte> brief = c switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            _ => [],
        };
        if (!brief.IsEmpty)
        {
            _output.Append(brief);
            return;
        }

        ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
        _output.Append("\\u"u8).Append(hex[c >> 12]).Append(hex[c >> 8 & 0xF]).Append(hex[c >> 4 & 0xF]).Append(hex[c & 0xF]);
    }
}
