namespace Neutree.Cli.Output;

/// <summary>Writes results of one kind to standard output. Disposing writes what has to stand at the end.</summary>
internal interface IResultOutput<in TResult> : IDisposable
{
    void Write(TResult result);
}
