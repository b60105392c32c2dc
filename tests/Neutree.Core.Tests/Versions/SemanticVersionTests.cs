using FsCheck;
using FsCheck.Fluent;
using Neutree.Core.Versions;

namespace Neutree.Core.Tests.Versions;

public sealed class SemanticVersionTests
{
    private static readonly Gen<string> Texts =
        from numbers in Gen.Choose(0, 3).ArrayOf(3)
        from prerelease in Gen.Elements("", "-0", "-1", "-a", "-a.1", "-a.b", "-2.a", "-11")
        from metadata in Gen.Elements("", "+m", "+01")
        select string.Join('.', numbers) + prerelease + metadata;

    public static TheoryData<string, string> Parsed => VersionCases.Pairs("parsed");

    [Theory]
    [MemberData(nameof(Parsed))]
    public void Reads_what_helm_reads(string text, string expected)
    {
        string actual;
        try
        {
            SemanticVersion version = SemanticVersion.Parse(text);
            actual = $"{version} {version.Original} {version.Major} {version.Minor} {version.Patch} [{version.Prerelease}] [{version.Metadata}]";
        }
        catch (VersionException exception)
        {
            actual = "error: " + exception.Message;
        }

        Assert.Equal(expected, actual);
        Assert.Equal(!expected.StartsWith("error", StringComparison.Ordinal), SemanticVersion.TryParse(text, out _));
    }

    [Theory]
    [InlineData("", "version string empty")]
    [InlineData("1.2", "invalid semantic version")]
    [InlineData("v1.2.3", "invalid characters in version")]
    [InlineData("1.02.3", "version segment starts with 0")]
    [InlineData("1..3", "strconv.ParseUint: parsing \"\": invalid syntax")]
    [InlineData("1.2.18446744073709551616", "strconv.ParseUint: parsing \"18446744073709551616\": value out of range")]
    [InlineData("1.2.3-", "invalid prerelease string")]
    [InlineData("1.2.3-a.01", "version segment starts with 0")]
    [InlineData("1.2.3-a+b_c", "invalid metadata string")]
    [InlineData("1.2.3.4", "invalid characters in version")]
    public void Strict_reading_refuses_what_the_specification_refuses(string text, string expected)
    {
        VersionException exception = Assert.Throws<VersionException>(() => SemanticVersion.ParseStrict(text));

        Assert.Equal(expected, exception.Message);
    }

    [Fact]
    public void Strict_reading_takes_a_full_version()
    {
        SemanticVersion version = SemanticVersion.ParseStrict("1.20.3-rc.1+b-5.01");

        Assert.Equal((1UL, 20UL, 3UL, "rc.1", "b-5.01"), (version.Major, version.Minor, version.Patch, version.Prerelease, version.Metadata));
    }

    [Theory]
    [InlineData("1.2.3", "1.2.4 1.3.0 2.0.0")]
    [InlineData("v1.2.3-beta+m", "v1.2.3 v1.3.0 v2.0.0")]
    [InlineData("1.2+m", "1.2.1 1.3.0 2.0.0")]
    public void Counts_up(string text, string expected)
    {
        SemanticVersion version = SemanticVersion.Parse(text);

        Assert.Equal(expected, $"{version.IncrementPatch().Original} {version.IncrementMinor().Original} {version.IncrementMajor().Original}");
    }

    [Fact]
    public void Counts_from_zero_again_beyond_the_largest_number()
    {
        Assert.Equal("1.0.0", SemanticVersion.Parse("1.18446744073709551615.7").IncrementMinor().ToString());
    }

    [Fact]
    public void Takes_another_prerelease_or_metadata()
    {
        SemanticVersion version = SemanticVersion.Parse("v1.2.3-a+m");

        Assert.Equal("v1.2.3-rc.1+m v1.2.3-a+n v1.2.3+m",
            $"{version.WithPrerelease("rc.1").Original} {version.WithMetadata("n").Original} {version.WithPrerelease("").Original}");
        Assert.Equal("invalid prerelease string", Assert.Throws<VersionException>(() => version.WithPrerelease("a..b")).Message);
        Assert.Equal("invalid metadata string", Assert.Throws<VersionException>(() => version.WithMetadata("a_b")).Message);
    }

    [Fact]
    public void Follows_the_order_of_the_specification()
    {
        string[] ascending =
        [
            "1.0.0-0", "1.0.0-2", "1.0.0-11", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "1.0.1-a", "1.0.1", "1.1.0", "2.0.0", "10.0.0",
        ];

        string[] sorted = [.. ascending.Reverse().Select(SemanticVersion.Parse).Order().Select(static version => version.ToString())];

        Assert.Equal(ascending, sorted);
    }

    [Fact]
    public void The_order_is_total_and_ignores_metadata()
    {
        Prop.ForAll(Texts.ToArbitrary(), Texts.ToArbitrary(), static (left, right) =>
        {
            SemanticVersion first = SemanticVersion.Parse(left);
            SemanticVersion second = SemanticVersion.Parse(right);
            int order = first.CompareTo(second);
            return Math.Sign(order) == -Math.Sign(second.CompareTo(first))
                && order == 0 == (left.Split('+')[0] == right.Split('+')[0])
                && order == 0 == first.Equals(second)
                && (order != 0 || first.GetHashCode() == second.GetHashCode());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_read_strictly_prints_as_it_was()
    {
        Prop.ForAll(Texts.ToArbitrary(), static text => SemanticVersion.ParseStrict(text).ToString() == text).QuickCheckThrowOnFailure();
    }
}
