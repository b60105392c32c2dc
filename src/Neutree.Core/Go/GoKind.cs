namespace Neutree.Core.Go;

/// <summary>The kinds of Go's types that a template or a YAML document can hold (Go <c>reflect.Kind</c>).</summary>
public enum GoKind
{
    Invalid,
    Bool,
    Int,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Float32,
    Float64,
    Complex128,
    String,
    Interface,
    Map,
    Slice,
    Struct,
    Pointer,
    Func,
}
