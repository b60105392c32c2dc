using Neutree.Core.ControlPlane.Parameters;

namespace Neutree.Core.Tests.ControlPlane.Parameters;

public sealed class ServiceTokenTests
{
    private const string HeadAndClaims = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.";

    [Theory]
    [InlineData("test-secret", "PN1fzt4doZzvkIbiXN4GnMOjrC0jZvX8Eue473ZnfnI")]
    [InlineData("mDCvM4zSk0ghmpyKhgqWb0g4igcOP0Lp", "V77O4qzQ6e0K_xDwpI7CSUtEjPuN9Bsek55pXkI_CdE")]
    public void The_token_is_the_same_byte_for_byte(string secret, string signature) =>
        Assert.Equal(HeadAndClaims + signature, ServiceToken.Create(secret));
}
