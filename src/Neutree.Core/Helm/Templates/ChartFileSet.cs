using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Templates;

/// <summary>
/// <c>.Files</c>: a map from paths to bytes with the methods Get, GetBytes, Glob, AsConfig, AsSecrets and Lines (Helm 4.1
/// <c>engine.files</c>).
/// </summary>
internal sealed class ChartFileSet : GoMap, IGoMembers
{
    private static readonly GoType FilesType = GoType.Named("engine.files", GoKind.Map, GoType.Bytes);

    public ChartFileSet(IEnumerable<ChartFile> files)
        : base(FilesType)
    {
        foreach (ChartFile file in files)
        {
            this[file.Name] = GoSlice.OfBytes(file.Data.Memory);
        }
    }

    public bool TryGetField(GoString name, out object? value, [NotNullWhen(true)] out GoType? declaredType)
    {
        value = null;
        declaredType = null;
        return false;
    }

    public bool TryGetMethod(GoString name, [NotNullWhen(true)] out GoFunction? method)
    {
        method = name.ToString() switch
        {
            "Get" => GoFunction.From("Get", (GoString path) => Text(path)),
            "GetBytes" => new GoFunction("GetBytes", [GoType.String], isVariadic: false, GoType.Bytes, arguments => Bytes((GoString)arguments[0]!)),
            "Glob" => new GoFunction("Glob", [GoType.String], isVariadic: false, FilesType, arguments => Glob((GoString)arguments[0]!)),
            "AsConfig" => GoFunction.From("AsConfig", () => Flatten(static bytes => bytes)),
            "AsSecrets" => GoFunction.From("AsSecrets", () => Flatten(static bytes => Convert.ToBase64String(bytes.Span))),
            "Lines" => new GoFunction("Lines", [GoType.String], isVariadic: false, GoType.StringSlice, arguments => Lines((GoString)arguments[0]!)),
            _ => null,
        };
        return method is not null;
    }

    private static GoString Name(GoString path)
    {
        ReadOnlySpan<byte> trimmed = path.Span.TrimEnd((byte)'/');
        return trimmed.IsEmpty ? (path.IsEmpty ? "." : "/") : GoString.FromBytes(trimmed[(trimmed.LastIndexOf((byte)'/') + 1)..]);
    }

    private GoSlice Bytes(GoString path) => TryGetValue(path, out object? value) ? (GoSlice)value! : OfNothing();

    private static GoSlice OfNothing() => GoSlice.OfBytes(ReadOnlyMemory<byte>.Empty);

    private GoString Text(GoString path) =>
        TryGetValue(path, out object? value) && ((GoSlice)value!).TryGetBytes(out ReadOnlyMemory<byte> bytes) ? GoString.FromBytes(bytes.Span) : GoString.Empty;

    private ChartFileSet Glob(GoString pattern)
    {
        GlobPattern glob = GlobPattern.TryParse(pattern.ToString(), separator: '/') ?? GlobPattern.Everything;
        ChartFileSet matching = new([]);
        foreach (GoString path in SortedKeys)
        {
            if (glob.IsMatch(path.ToString()))
            {
                matching[path] = this[path];
            }
        }

        return matching;
    }

    private GoString Flatten(Func<GoString, GoString> convert)
    {
        GoMap flat = new(GoType.StringMap);
        foreach (GoString path in SortedKeys)
        {
            flat[Name(path)] = convert(Text(path));
        }

        return HelmFunctions.ToYaml(flat);
    }

    private GoSlice Lines(GoString path)
    {
        if (!ContainsKey(path))
        {
            return GoSlice.OfStrings([]);
        }

        GoString text = Text(path);
        if (text.IsEmpty)
        {
            throw new GoException("runtime error: index out of range [-1]");
        }

        ReadOnlySpan<byte> rest = text.Span;
        rest = rest[^1] == '\n' ? rest[..^1] : rest;
        List<GoString> lines = [];
        while (true)
        {
            int end = rest.IndexOf((byte)'\n');
            lines.Add(GoString.FromBytes(end < 0 ? rest : rest[..end]));
            if (end < 0)
            {
                return GoSlice.OfStrings(lines);
            }

            rest = rest[(end + 1)..];
        }
    }
}
