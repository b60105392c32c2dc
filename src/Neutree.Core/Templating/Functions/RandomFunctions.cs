using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3, random text and numbers.</summary>
internal static class RandomFunctions
{
    /// <summary>Go's panic where one of none is to be chosen.</summary>
    public const string NothingToChooseFrom = "invalid argument to Intn";

    /// <summary>Bytes of random text that a template may ask for at once.</summary>
    private const int MaxCount = 64 << 20;

    private const string Digits = "0123456789";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static void AddTo(FunctionTable table) => table.Add(
        GoFunction.From<nint, GoString>("randAlphaNum", static count => Text(Digits + Letters, count)),
        GoFunction.From<nint, GoString>("randAlpha", static count => Text(Letters, count)),
        GoFunction.From<nint, GoString>("randNumeric", static count => Text(Digits, count)),
        GoFunction.From<nint, GoString>("randAscii", static count => Text(Printable(), count)),
        GoFunction.From<nint, GoString>("randBytes", RandomBytes),
        GoFunction.From<nint, nint, nint>("randInt", Number),
        GoFunction.From<GoString>("uuidv4", static () => Guid.NewGuid().ToString()),
        GoFunction.From<GoString, GoString>("shuffle", Shuffle));

    private static GoString Text(string characters, nint count)
    {
        if (count <= 0)
        {
            return GoString.Empty;
        }

        return GoString.Adopt(RandomNumberGenerator.GetItems<byte>(Encoding.ASCII.GetBytes(characters), Checked(count)));
    }

    private static string Printable() => string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code));

    private static GoString RandomBytes(nint count) => count < 0
        ? throw new GoException("runtime error: makeslice: len out of range")
        : Convert.ToBase64String(RandomNumberGenerator.GetBytes(Checked(count)));

    private static int Checked(nint count) =>
        count <= MaxCount ? (int)count : throw new GoException($"{count} random characters are more than the limit of {MaxCount}");

    private static nint Number(nint least, nint end)
    {
        nint choices = end - least;
        return choices <= 0 ? throw new GoException(NothingToChooseFrom) : (nint)Random.Shared.NextInt64(choices) + least;
    }

    private static GoString Shuffle(GoString text)
    {
        List<Rune> runes = [];
        foreach (Rune rune in text.Runes)
        {
            runes.Add(rune);
        }

        Rune[] shuffled = [.. runes];
        Random.Shared.Shuffle(shuffled);
        GoStringBuilder output = new(text.Length);
        foreach (Rune rune in shuffled)
        {
            output.Append(rune);
        }

        return output.ToGoString();
    }
}
