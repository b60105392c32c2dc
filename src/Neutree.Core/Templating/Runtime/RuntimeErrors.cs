namespace Neutree.Core.Templating.Runtime;

/// <summary>The text of what a function threw: that of its own errors, Go's for what Go would panic with.</summary>
internal static class RuntimeErrors
{
    public static string TextOf(Exception exception) => exception switch
    {
        NeutreeException => exception.Message,
        NullReferenceException => "runtime error: invalid memory address or nil pointer dereference",
        IndexOutOfRangeException or ArgumentOutOfRangeException => "runtime error: index out of range",
        DivideByZeroException => "runtime error: integer divide by zero",
        OutOfMemoryException or OverflowException => "runtime error: makeslice: len out of range",
        _ => exception.Message,
    };
}
