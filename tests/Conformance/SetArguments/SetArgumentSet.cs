using System.Runtime.CompilerServices;
using System.Text.Json;
using Neutree.Core;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Values;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Conformance.SetArguments;

/// <summary>Arguments of <c>--set</c> and its kin for one chart: its values with them, or helm's complaint.</summary>
internal sealed class SetArgumentSet : IConformanceSet
{
    private const string FolderName = "DIR";

    public string Name => "set";

    public async IAsyncEnumerable<CaseOutcome> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] file = await File.ReadAllBytesAsync(Path.Join(folder, "cases.json"), cancellationToken);
        using JsonDocument document = JsonDocument.Parse(file);
        JsonElement root = document.RootElement;
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("neutree-set-");
        try
        {
            await File.WriteAllTextAsync(Path.Join(scratch.FullName, "file.txt"), root.GetProperty("file_txt").GetString(), cancellationToken);
            GoMap defaults = ChartValuesReader.Read(root.GetProperty("values_yaml").GetString()!);
            foreach (JsonElement expected in root.GetProperty("cases").EnumerateArray())
            {
                string[] arguments = [.. expected.GetProperty("args").EnumerateArray().Select(static argument => argument.GetString()!)];
                yield return new CaseOutcome(
                    string.Join(' ', arguments), await FindDifferenceAsync(expected, arguments, defaults, scratch.FullName, cancellationToken));
            }
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task<string?> FindDifferenceAsync(
        JsonElement expected, string[] arguments, GoMap defaults, string scratch, CancellationToken cancellationToken)
    {
        ValuesOptions options = Options([.. arguments.Select(argument => argument.Replace(FolderName, scratch, StringComparison.Ordinal))]);
        bool isError = expected.TryGetProperty("error", out JsonElement error);
        try
        {
            GoMap given = await new ValuesReader(Stream.Null).ReadAsync(options, cancellationToken);
            Chart chart = new() { Metadata = new ChartMetadata { ApiVersion = "v2", Name = "set", Version = "1.0.0" }, Values = defaults };
            new ChartDependencyProcessor().Process(chart, given);
            GoMap found = new ValuesCoalescing().CoalesceForRender(chart, given);
            return isError ? $"expected {error}, got values" : JsonDifference.Find(expected.GetProperty("values"), found, "");
        }
        catch (NeutreeException refusal)
        {
            string found = $"Error: {refusal.Message.Replace(scratch, FolderName, StringComparison.Ordinal)}";
            return isError && error.GetString() == found ? null : $"expected {(isError ? error : expected.GetProperty("values"))}\ngot {found}";
        }
    }

    /// <param name="arguments">Pairs of an option and its argument.</param>
    private static ValuesOptions Options(string[] arguments)
    {
        ILookup<string, string> byOption = arguments.Chunk(2).ToLookup(static pair => pair[0], static pair => pair[1]);
        return new ValuesOptions
        {
            Set = [.. byOption["--set"]],
            Strings = [.. byOption["--set-string"]],
            Json = [.. byOption["--set-json"]],
            FileContents = [.. byOption["--set-file"]],
            Literals = [.. byOption["--set-literal"]],
        };
    }
}
