using System.Globalization;
using System.Numerics;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>What differs between the libraries that Helm writes YAML with.</summary>
internal abstract class YamlDialect
{
    /// <summary>The order of a mapping's keys.</summary>
    public abstract YamlKeyOrder KeyOrder { get; }

    /// <summary>A line is broken at the first space beyond this column.</summary>
    public abstract int Width { get; }

    /// <summary>Whether a sequence under a key is indented.</summary>
    public abstract bool IndentsSequences { get; }

    /// <summary>Whether a block scalar may hold tabs.</summary>
    public abstract bool AllowsTabs { get; }

    /// <summary>
    /// The value to write in place of another: null, bool, number, <see cref="GoString"/>, <see cref="GoMap"/>, <see cref="GoSlice"/>, or
    /// <see cref="YamlPlainText"/>.
    /// </summary>
    /// <exception cref="GoException">The value can't be written.</exception>
    public abstract object? Simplify(object? value);

    /// <summary>Text as it is written; <paramref name="isBinary"/> if it needs the tag of binary data.</summary>
    /// <exception cref="GoException">The text can't be written.</exception>
    public abstract GoString Prepare(GoString text, out bool isBinary);

    /// <summary>Why a text can't be a key; null where it can.</summary>
    public virtual YamlException? KeyProblem(GoString key) => null;

    /// <summary>A number's text.</summary>
    public abstract void AppendNumber(GoStringBuilder output, object number);

    /// <summary>Says that a map or slice holds itself.</summary>
    public abstract GoException Cycle(GoType type);

    /// <summary>The exported fields of a struct under the names that a map of them has.</summary>
    protected static GoMap FieldsOf(IGoStruct value, Func<GoField, string> name)
    {
        GoMap map = new();
        foreach (GoField field in value.Fields)
        {
            if (field.IsExported)
            {
                map[name(field)] = field.Value;
            }
        }

        return map;
    }

    /// <summary>Writes an integer of any width; false for other numbers.</summary>
    protected static bool TryAppendInteger(GoStringBuilder output, object number)
    {
        Int128? value = number switch
        {
            nint v => v,
            long v => v,
            int v => v,
            byte v => v,
            nuint v => v,
            ulong v => v,
            sbyte v => v,
            short v => v,
            ushort v => v,
            uint v => v,
            _ => null,
        };
        if (value is null)
        {
            return false;
        }

        Span<char> digits = stackalloc char[40];
        bool isWritten = value.Value >= long.MinValue && value.Value <= long.MaxValue
            ? ((long)value.Value).TryFormat(digits, out int length, default, CultureInfo.InvariantCulture)
            : ((ulong)value.Value).TryFormat(digits, out length, default, CultureInfo.InvariantCulture);
        output.AppendText(digits[..(isWritten ? length : 0)]);
        return true;
    }

    /// <summary>Whether a value is one of Go's numbers that YAML knows.</summary>
    protected static bool IsNumber(object value) => value is not (IGoValue or Complex);
}
