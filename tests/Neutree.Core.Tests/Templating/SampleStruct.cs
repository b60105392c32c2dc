using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;

namespace Neutree.Core.Tests.Templating;

/// <summary>A Go struct with fields and methods, or a pointer to one.</summary>
internal sealed class SampleStruct(bool isPointer) : IGoStruct
{
    private static readonly GoType Struct = GoType.Named("sample.Thing", GoKind.Struct);
    private static readonly GoType Pointer = GoType.PointerTo(Struct);

    public GoType Type => isPointer ? Pointer : Struct;

    public IReadOnlyList<GoField> Fields { get; } =
    [
        new("Name", GoType.String, (GoString)"thing"),
        new("Any", GoType.Interface, null),
        new("Next", Pointer, null),
        new("Tags", GoType.StringMap, GoMap.NilOf(GoType.StringMap)),
        new("hidden", GoType.Int, (nint)1),
    ];

    public bool TryGetField(GoString name, out object? value, [NotNullWhen(true)] out GoType? declaredType)
    {
        GoField? field = Fields.FirstOrDefault(candidate => candidate.IsExported && candidate.Name == name.ToString());
        value = field?.Value;
        declaredType = field?.Type;
        return field is not null;
    }

    public bool TryGetMethod(GoString name, [NotNullWhen(true)] out GoFunction? method)
    {
        method = name.ToString() switch
        {
            "Greet" => GoFunction.From("Greet", static (GoString who) => "hi " + who),
            "Fail" => GoFunction.From<GoString>("Fail", static () => throw new GoException("broken")),
            _ => null,
        };
        return method is not null;
    }
}
