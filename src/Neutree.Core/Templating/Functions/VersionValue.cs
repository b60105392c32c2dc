using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;
using Neutree.Core.Versions;

namespace Neutree.Core.Templating.Functions;

/// <summary>A version as templates see it: a <c>*semver.Version</c>, or the <c>semver.Version</c> that some of its methods return, which has fewer methods.</summary>
internal sealed class VersionValue(SemanticVersion version, bool isPointer) : IGoStruct, IGoStringer, IGoJsonValue
{
    private static readonly GoType StructType = GoType.Named("semver.Version", GoKind.Struct);
    private static readonly GoType PointerType = GoType.PointerTo(StructType);
    private static readonly GoType[] OneVersion = [PointerType];

    public static GoType Pointer => PointerType;

    public SemanticVersion Inner => version;

    public GoType Type => isPointer ? PointerType : StructType;

    public GoString GoText => version.ToString();

    public object? JsonValue => GoText;

    public IReadOnlyList<GoField> Fields =>
    [
        new GoField("major", GoType.Uint64, version.Major), new GoField("minor", GoType.Uint64, version.Minor),
        new GoField("patch", GoType.Uint64, version.Patch), new GoField("pre", GoType.String, (GoString)version.Prerelease),
        new GoField("metadata", GoType.String, (GoString)version.Metadata), new GoField("original", GoType.String, (GoString)version.Original),
    ];

    /// <summary>What a deep copy of a version is: only exported fields are copied, and it has none.</summary>
    public VersionValue Blank => new(new SemanticVersion(0, 0, 0, original: ""), isPointer);

    public bool TryGetField(GoString name, out object? value, [NotNullWhen(true)] out GoType? declaredType)
    {
        value = null;
        declaredType = null;
        return false;
    }

    public bool TryGetMethod(GoString name, [NotNullWhen(true)] out GoFunction? method)
    {
        string text = name.ToString();
        method = text switch
        {
            "String" => GoFunction.From(text, () => GoText),
            "Major" => Number(text, version.Major),
            "Minor" => Number(text, version.Minor),
            "Patch" => Number(text, version.Patch),
            "Prerelease" => GoFunction.From<GoString>(text, () => version.Prerelease),
            "Metadata" => GoFunction.From<GoString>(text, () => version.Metadata),
            "IncPatch" => Next(text, version.IncrementPatch),
            "IncMinor" => Next(text, version.IncrementMinor),
            "IncMajor" => Next(text, version.IncrementMajor),
            "SetPrerelease" => Changed(text, version.WithPrerelease),
            "SetMetadata" => Changed(text, version.WithMetadata),
            "MarshalText" => Bytes(text, GoText),
            "MarshalJSON" => Bytes(text, "\"" + GoText + "\""),
            _ when isPointer => PointerMethod(text),
            _ => null,
        };
        return method is not null;
    }

    /// <summary>Go's <c>==</c>: pointers are equal to themselves only.</summary>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (!isPointer && obj is VersionValue other && Type.IsIdenticalTo(other.Type) && GoDeepEqual.AreEqual(this, other));

    public override int GetHashCode() => version.GetHashCode();

    public override string ToString() => version.ToString();

    private static SemanticVersion Version(object? argument) =>
        argument is VersionValue value ? value.Inner : throw new GoException(ValueKinds.NilDereference);

    private static GoFunction Number(string name, ulong number) => new(name, [], isVariadic: false, GoType.Uint64, _ => number);

    private static GoFunction Bytes(string name, GoString text) =>
        new(name, [], isVariadic: false, GoType.Bytes, _ => GoSlice.OfBytes(text.Memory));

    private static GoFunction Next(string name, Func<SemanticVersion> next) =>
        new(name, [], isVariadic: false, StructType, _ => new VersionValue(next(), isPointer: false));

    private static GoFunction Changed(string name, Func<string, SemanticVersion> change) =>
        new(name, [GoType.String], isVariadic: false, StructType, arguments =>
        {
            try
            {
                return new VersionValue(change(arguments[0]!.ToString()!), isPointer: false);
            }
            catch (VersionException exception)
            {
                throw new GoException(exception.Message, exception);
            }
        });

    private static GoFunction Comparison(string name, Func<object?, bool> compare) =>
        new(name, OneVersion, isVariadic: false, GoType.Bool, arguments => Boxed.Bool(compare(arguments[0])));

    private GoFunction? PointerMethod(string name) => name switch
    {
        "Original" => GoFunction.From<GoString>(name, () => version.Original),
        "Compare" => new GoFunction(name, OneVersion, isVariadic: false, GoType.Int, arguments =>
            Boxed.Int(Math.Sign(version.CompareTo(Version(arguments[0]))))),
        "Equal" => Comparison(name, other => other is not null && version.Equals(Version(other))),
        "LessThan" => Comparison(name, other => version.CompareTo(Version(other)) < 0),
        "LessThanEqual" => Comparison(name, other => version.CompareTo(Version(other)) <= 0),
        "GreaterThan" => Comparison(name, other => version.CompareTo(Version(other)) > 0),
        "GreaterThanEqual" => Comparison(name, other => version.CompareTo(Version(other)) >= 0),
        _ => null,
    };
}
