using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.ControlPlane.Parameters;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("p@ss \"$1\"", "password is p@ss \"$1\"!", "password is ********!")]
    [InlineData("p@ss \"$1\"", "postgres://u:p%40ss%20%22%241%22@db/x", "postgres://u:********@db/x")]
    [InlineData("p@ss \"$1\"", "token: \"p@ss \\\"$1\\\"\"", "token: \"********\"")]
    [InlineData("p@ss \"$1\"", "PASSWORD: \"p@ss \\\"$$1\\\"\"", "PASSWORD: \"********\"")]
    [InlineData("secret", "mysecrets", "my********s")]
    [InlineData("a", "a PASSWORD=a and u:a@host, \"a\"", "******** PASSWORD=******** and u:********@host, \"********\"")]
    [InlineData("a", "Starting a2 area", "Starting a2 area")]
    [InlineData("ü1", "ü1 ü12 xü1", "******** ü12 xü1")]
    [InlineData("*", "2 * 3", "2 ******** 3")]
    [InlineData("", "nothing is given", "nothing is given")]
    public void A_secret_is_replaced_in_each_of_its_forms_and_a_short_one_where_it_stands_alone(string secret, string text, string expected) =>
        Assert.Equal(expected, new SecretMask([secret]).Apply(text));

    [Fact]
    public void Of_secrets_inside_one_another_the_longest_is_replaced() =>
        Assert.Equal("******** and ********", new SecretMask(["secret", "secret-two"]).Apply("secret-two and secret"));

    [Fact]
    public void The_token_made_of_a_secret_is_one_too()
    {
        LaunchSecrets secrets = new() { JwtSecret = "test-secret", DbPassword = "", AdminPassword = null };

        Assert.Equal(["test-secret", ServiceToken.Create("test-secret")], secrets.Texts());
    }

    [Fact]
    public void Secrets_that_are_too_short_are_warned_of()
    {
        LogLines log = new();

        SecretAdvice.Give(new ControlPlaneInstallOptions { JwtSecret = "1234567890123456789012345678901", DbPassword = "12345", AdminPassword = "a" }, log);
        Assert.Equal(
            [
                "The secret for tokens has 31 characters; PostgREST doesn't start with fewer than 32",
                "The password of the database has fewer than 6 characters: it is soon guessed, and what services print is shown without it only where it stands alone",
                "The password of the administrator has fewer than 6 characters: it is soon guessed, and what services print is shown without it only where it stands alone",
            ],
            log.Lines);

        log = new LogLines();
        SecretAdvice.Give(new ControlPlaneInstallOptions { JwtSecret = new string('x', 32), DbPassword = "123456", AdminPassword = "" }, log);
        Assert.Empty(log.Lines);
    }
}
