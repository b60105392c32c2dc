using System.Text;

namespace Neutree.Bench;

/// <summary>Bytes of two kinds, the same for the same seed: random ones, and text that gzip shrinks to about a third.</summary>
internal sealed class SampleContent
{
    private const int VocabularySize = 4 * 1024;
    private readonly byte[][] _words;
    private readonly Random _random;

    public SampleContent(int seed)
    {
        // A seeded generator is the point: every run and machine gets the same bytes. Nothing here is secret.
#pragma warning disable CA5394
        _random = new Random(seed);
        _words = new byte[VocabularySize][];
        for (int i = 0; i < VocabularySize; i++)
        {
            StringBuilder word = new();
            for (int length = _random.Next(2, 11); length > 0; length--)
            {
                word.Append((char)('a' + _random.Next(26)));
            }

            _words[i] = Encoding.ASCII.GetBytes(word.Append(i % 11 == 0 ? '\n' : ' ').ToString());
        }
    }

    public void FillRandom(Span<byte> destination) => _random.NextBytes(destination);

    /// <summary>Words of a fixed vocabulary, the first ones far more often than the last.</summary>
    public void FillText(Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            byte[] word = _words[(int)(VocabularySize * Math.Pow(_random.NextDouble(), 6))];
            int length = Math.Min(word.Length, destination.Length);
            word.AsSpan(0, length).CopyTo(destination);
            destination = destination[length..];
        }
    }
#pragma warning restore CA5394
}
