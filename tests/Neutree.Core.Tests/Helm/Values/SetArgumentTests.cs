using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Helm.Values;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Values;

/// <summary>
/// What helm 4.1.4 makes of values files and <c>--set</c> arguments for a chart without values: each case of <c>set-arguments.json</c> has
/// the contents of the files, the arguments, and the merged values or helm's complaint.
/// </summary>
public sealed class SetArgumentTests
{
    [Fact]
    public async Task Values_and_complaints_are_helm_s()
    {
        using TemporaryFolder folder = new();
        folder.Write("file.txt", "one\ntwo"u8);
        using JsonDocument cases = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Join(TestFolders.Repository, "tests", "Neutree.Core.Tests", "Helm", "Values", "set-arguments.json")), new JsonDocumentOptions { MaxDepth = 200 });
        List<string> differences = [];
        foreach (JsonElement entry in cases.RootElement.EnumerateArray())
        {
            if (await FindDifferenceAsync(entry, folder) is { } difference)
            {
                differences.Add($"{entry}\n{difference}");
            }
        }

        Assert.Equal(501, cases.RootElement.GetArrayLength());
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    private static async Task<string?> FindDifferenceAsync(JsonElement entry, TemporaryFolder folder)
    {
        string prefix = folder.Path + Path.DirectorySeparatorChar;
        List<string> files = [];
        if (entry.TryGetProperty("values", out JsonElement texts))
        {
            files.AddRange(texts.EnumerateArray().Select((text, index) => folder.Write($"v{index}.yaml", System.Text.Encoding.UTF8.GetBytes(text.GetString()!))));
        }

        try
        {
            GoMap found = await new ValuesReader(Stream.Null).ReadAsync(Options(entry, files, prefix), CancellationToken.None);
            return entry.TryGetProperty("merged", out JsonElement expected) ? JsonDifference.Find(expected, found, "") : "no complaint";
        }
        catch (ValuesException refusal)
        {
            string message = refusal.Message.Replace(prefix, "", StringComparison.Ordinal);
            return entry.TryGetProperty("error", out JsonElement error) && error.GetString() == message ? null : message;
        }
    }

    private static ValuesOptions Options(JsonElement entry, List<string> files, string prefix)
    {
        if (!entry.TryGetProperty("args", out JsonElement arguments))
        {
            return new ValuesOptions { Files = files };
        }

        ILookup<string, string> byOption = arguments.EnumerateArray().Select(static argument => argument.GetString()!).Chunk(2)
            .ToLookup(static pair => pair[0], static pair => pair[1]);
        return new ValuesOptions
        {
            Files = [.. files, .. byOption["-f"]],
            Set = [.. byOption["--set"]],
            Strings = [.. byOption["--set-string"]],
            Json = [.. byOption["--set-json"]],
            Literals = [.. byOption["--set-literal"]],
            FileContents = [.. byOption["--set-file"].Select(argument => argument
                .Replace("file.txt", prefix + "file.txt", StringComparison.Ordinal)
                .Replace(@"file\.txt", prefix + @"file\.txt", StringComparison.Ordinal))],
        };
    }
}
