using Neutree.Core.Packages.Receiving;

namespace Neutree.Core.Tests.Packages.Receiving;

public sealed class ByteRangesTests
{
    [Theory]
    [InlineData("", "0-10", 0)]
    [InlineData("0-10", "", 10)]
    [InlineData("2-4", "0-2 4-10", 2)]
    [InlineData("2-4 4-6", "0-2 6-10", 4)]
    [InlineData("6-8 2-4 3-7", "0-2 8-10", 6)]
    [InlineData("2-8 3-4", "0-2 8-10", 6)]
    [InlineData("0-1 9-10 5-5", "1-9", 2)]
    public void Ranges_are_joined_and_what_is_missing_is_known(string added, string missing, long count)
    {
        ByteRanges ranges = new();
        foreach (string[] ends in added.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(range => range.Split('-')))
        {
            ranges.Add(long.Parse(ends[0]), long.Parse(ends[1]));
        }

        Assert.Equal(missing, string.Join(' ', ranges.MissingOf(10).Select(range => $"{range.Start}-{range.End}")));
        Assert.Equal(count, ranges.Count);
    }
}
