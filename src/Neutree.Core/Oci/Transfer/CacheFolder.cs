namespace Neutree.Core.Oci.Transfer;

/// <summary>Where journals and archive indexes of this user are kept between runs.</summary>
public static class CacheFolder
{
    /// <summary>
    /// <c>NEUTREE_CACHE</c>, else <c>neutree</c> in the user's cache folder (<c>XDG_CACHE_HOME</c>, <c>~/.cache</c>; on Windows the local
    /// application data); null for a user without a home.
    /// </summary>
    public static string? Default()
    {
        string? own = Environment.GetEnvironmentVariable("NEUTREE_CACHE");
        if (!string.IsNullOrEmpty(own))
        {
            return Path.GetFullPath(own);
        }

        string? xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!string.IsNullOrEmpty(xdg) && Path.IsPathFullyQualified(xdg))
        {
            return Path.Join(xdg, "neutree");
        }

        if (OperatingSystem.IsWindows())
        {
            string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return local.Length == 0 ? null : Path.Join(local, "neutree");
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Path.Join(home, ".cache", "neutree");
    }
}
