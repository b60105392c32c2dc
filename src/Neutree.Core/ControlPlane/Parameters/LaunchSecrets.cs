namespace Neutree.Core.ControlPlane.Parameters;

/// <summary>The secrets of an installation. Null: not known.</summary>
internal sealed record LaunchSecrets
{
    public string? JwtSecret { get; init; }

    public string? DbPassword { get; init; }

    public string? AdminPassword { get; init; }

    /// <summary>These, and where one isn't known, that of <paramref name="other"/>.</summary>
    public LaunchSecrets Or(LaunchSecrets other) => new()
    {
        JwtSecret = JwtSecret ?? other.JwtSecret,
        DbPassword = DbPassword ?? other.DbPassword,
        AdminPassword = AdminPassword ?? other.AdminPassword,
    };

    /// <summary>The texts that nothing may show: these, and the token that services sign in with, which never expires.</summary>
    public IEnumerable<string> Texts() =>
        new[] { JwtSecret, DbPassword, AdminPassword, JwtSecret is null ? null : ServiceToken.Create(JwtSecret) }.OfType<string>().Where(text => text.Length > 0);
}
