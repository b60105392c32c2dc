using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>The layout of a document: pairs, headers of tables, inline values.</summary>
internal sealed class TomlTreeWriter
{
    private readonly GoStringBuilder _output = new();
    private readonly List<GoString> _key = [];

    /// <summary>What TOML calls a value; nil is none of them.</summary>
    private enum Shape
    {
        None,
        Plain,
        Table,
        TableArray,
    }

    public GoString ToGoString() => _output.ToGoString();

    public void WriteRoot(object? value)
    {
        if (value is null)
        {
            throw new GoException("reflect: call of reflect.Value.Type on zero Value");
        }

        WriteEntry(value);
    }

    private static object? Simplify(object? value) => value switch
    {
        TomlTime => value,
        IGoJsonValue json => json.Type.Text == "time.Time" && json.JsonValue is GoString text ? TomlTime.Parse(text.ToString()) : json.JsonValue,
        GoMap { IsNil: true } or GoSlice { IsNil: true } => null,
        _ => value,
    };

    private static Shape ShapeOf(object? value)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TomlException("toml: the value is nested too deeply");
        }

        switch (Simplify(value))
        {
            case null:
                return Shape.None;
            case GoMap or IGoStruct:
                return Shape.Table;
            case GoSlice slice:
                bool isTables = slice.Count > 0;
                foreach (object? item in slice)
                {
                    Shape shape = ShapeOf(item);
                    if (shape == Shape.None)
                    {
                        throw new TomlException("toml: cannot encode array with nil element");
                    }

                    isTables &= shape == Shape.Table;
                }

                return isTables ? Shape.TableArray : Shape.Plain;
            case GoFunction:
                throw new TomlException("unsupported type: func");
            case Complex:
                throw new TomlException("unsupported type: complex128");
            default:
                return Shape.Plain;
        }
    }

    /// <summary>Writes a value under the current key: a pair, a table or an array of tables.</summary>
    private void WriteEntry(object value)
    {
        switch (Simplify(value))
        {
            case null:
                break;
            case GoSlice slice when ShapeOf(slice) == Shape.TableArray:
                WriteTableArray(slice);
                break;
            case GoMap or IGoStruct:
                if (_key.Count == 1)
                {
                    WriteNewLine();
                }

                WriteHeader("[", "]");
                WriteMembers(value, isInline: false);
                break;
            default:
                WritePair(value, isInline: false);
                break;
        }
    }

    private void WriteTableArray(GoSlice slice)
    {
        if (_key.Count == 0)
        {
            throw new TomlException("toml: top-level values must be Go maps or structs");
        }

        foreach (object? item in slice)
        {
            WriteNewLine();
            WriteHeader("[[", "]]");
            WriteMembers(item, isInline: false);
        }
    }

    private void WriteHeader(string open, string close)
    {
        if (_key.Count == 0)
        {
            return;
        }

        WriteIndent();
        _output.AppendText(open).Append(TomlKey.Join(_key)).AppendText(close);
        WriteNewLine();
    }

    private void WriteMembers(object? value, bool isInline)
    {
        List<(GoString Name, object? Value, bool IsTable)> members = [.. Members(Simplify(value)).Select(
            static member => (member.Name, member.Value, ShapeOf(member.Value) is Shape.Table or Shape.TableArray))];
        members = [.. members.Where(static member => !member.IsTable), .. members.Where(static member => member.IsTable)];
        if (isInline)
        {
            _output.Append((byte)'{');
        }

        for (int index = 0; index < members.Count; index++)
        {
            (GoString name, object? member, _) = members[index];
            if (Simplify(member) is not { } present)
            {
                continue;
            }

            _key.Add(name);
            if (isInline)
            {
                List<GoString> outer = [.. _key];
                _key.RemoveRange(0, _key.Count - 1);
                WritePair(present, isInline: true);
                _key.Clear();
                _key.AddRange(outer);
                _output.AppendText(index < members.Count - 1 ? ", " : "");
            }
            else
            {
                WriteEntry(present);
            }

            _key.RemoveAt(_key.Count - 1);
        }

        if (isInline)
        {
            _output.Append((byte)'}');
        }
    }

    private static IEnumerable<(GoString Name, object? Value)> Members(object? value) => value switch
    {
        GoMap map => map.Select(static entry => (entry.Key, entry.Value)),
        IGoStruct fields => fields.Fields.Where(static field => field.IsExported).Select(static field => ((GoString)field.Name, field.Value)),
        _ => [],
    };

    private void WritePair(object value, bool isInline)
    {
        if (_key.Count == 0)
        {
            WriteElement(value);
            return;
        }

        WriteIndent();
        TomlKey.Append(_output, _key[^1]);
        _output.Append(" = "u8);
        WriteElement(value);
        if (!isInline)
        {
            WriteNewLine();
        }
    }

    private void WriteElement(object? value)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TomlException("toml: the value is nested too deeply");
        }

        switch (Simplify(value))
        {
            case GoString text:
                TomlKey.AppendQuoted(_output, text);
                break;
            case bool flag:
                _output.Append(flag ? "true"u8 : "false"u8);
                break;
            case double number:
                WriteFloat(number, isSingle: false);
                break;
            case float number:
                WriteFloat(number, isSingle: true);
                break;
            case TomlTime time:
                _output.Append(time.TomlText);
                break;
            case GoSlice slice:
                _output.Append((byte)'[');
                for (int index = 0; index < slice.Count; index++)
                {
                    _output.AppendText(index == 0 ? "" : ", ");
                    WriteElement(slice[index]);
                }

                _output.Append((byte)']');
                break;
            case GoMap or IGoStruct:
                WriteMembers(value, isInline: true);
                break;
            case IFormattable number and not IGoValue and not Complex:
                _output.AppendText(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                throw new TomlException($"unexpected type: {(value is null ? "nil" : GoType.Of(value)!.Text)}");
        }
    }

    private void WriteFloat(double number, bool isSingle)
    {
        if (!double.IsFinite(number))
        {
            _output.AppendText(double.IsNegative(number) ? "-" : "").AppendText(double.IsNaN(number) ? "nan" : "inf");
            return;
        }

        int start = _output.Length;
        GoNumbers.AppendFloat(_output, number, 'g', -1, isSingle ? 32 : 64);
        if (!_output.Written[start..].ContainsAny((byte)'e', (byte)'.'))
        {
            _output.Append(".0"u8);
        }
    }

    private void WriteIndent() => _output.AppendRepeated((byte)' ', 2 * (_key.Count - 1));

    /// <summary>Ends a line, unless nothing was written yet.</summary>
    private void WriteNewLine()
    {
        if (_output.Length > 0)
        {
            _output.Append((byte)'\n');
        }
    }
}
