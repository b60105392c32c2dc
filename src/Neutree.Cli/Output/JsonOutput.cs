using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Neutree.Cli.Output;

/// <summary>One JSON array; each element is written as it comes, and the array is closed even where the run fails.</summary>
internal sealed class JsonOutput<TResult> : IResultOutput<TResult>
{
    // Results are text for people and programs, not parts of a web page: only what JSON demands is escaped.
    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TextWriter _writer;
    private readonly Action<Utf8JsonWriter, TResult> _writeResult;
    private bool _any;

    public JsonOutput(TextWriter writer, Action<Utf8JsonWriter, TResult> writeResult)
    {
        _writer = writer;
        _writeResult = writeResult;
    }

    public void Write(TResult result)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Format))
        {
            _writeResult(json, result);
        }

        _writer.Write(_any ? ",\n" : "[\n");
        _writer.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        _any = true;
    }

    public void Dispose()
    {
        _writer.Write(_any ? "\n]\n" : "[]\n");
        _writer.Flush();
    }
}
