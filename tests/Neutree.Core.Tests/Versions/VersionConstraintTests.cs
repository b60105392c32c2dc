using Neutree.Core.Versions;

namespace Neutree.Core.Tests.Versions;

public sealed class VersionConstraintTests
{
    public static TheoryData<string, string> Satisfied => VersionCases.Pairs("satisfied");

    public static TheoryData<string, string> Improper => VersionCases.Pairs("improper");

    [Theory]
    [MemberData(nameof(Satisfied))]
    public void Takes_the_versions_that_helm_takes(string constraint, string expected)
    {
        VersionConstraint parsed = VersionConstraint.Parse(constraint);

        string actual = string.Concat(VersionCases.Versions.Select(version => parsed.IsSatisfiedBy(SemanticVersion.Parse(version)) ? '1' : '0'));

        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Improper))]
    public void Refuses_what_is_no_constraint_with_helms_words(string constraint, string expected)
    {
        VersionException exception = Assert.Throws<VersionException>(() => VersionConstraint.Parse(constraint));

        Assert.Equal((expected, "Version.Invalid"), (exception.Message, exception.ErrorId));
        Assert.False(VersionConstraint.TryParse(constraint, out _));
    }

    [Fact]
    public void Refuses_a_text_too_long_to_search_for_ranges()
    {
        Assert.Throws<VersionException>(() => VersionConstraint.Parse(new string('1', 10_001)));
    }

    [Fact]
    public void Prints_the_text_it_was_read_from()
    {
        Assert.Equal("1.2 - 3", VersionConstraint.Parse("1.2 - 3").ToString());
    }
}
