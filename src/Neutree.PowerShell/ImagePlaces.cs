using System.Management.Automation;

namespace Neutree.PowerShell;

/// <summary>
/// Words that name an image either by reference or by path. Paths are made full against the session's location, which the core
/// doesn't know; a reference passes as it is.
/// </summary>
internal sealed class ImagePlaces
{
    private static readonly string[] PathPrefixes = ["docker-archive:", "oci-archive:", "oci:"];
    private readonly string _location;

    public ImagePlaces(SessionState session)
    {
        _location = session.Path.CurrentFileSystemLocation.ProviderPath;
    }

    public string ResolveSource(string place) => Resolve(place, full => Path.Exists(full));

    public string ResolveDestination(string place) =>
        Resolve(place, full => full.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) || Directory.Exists(full));

    private string Resolve(string place, Func<string, bool> isPath)
    {
        string? prefix = PathPrefixes.FirstOrDefault(prefix => place.StartsWith(prefix, StringComparison.Ordinal));
        if (prefix is not null)
        {
            return prefix + FullPath(place[prefix.Length..]);
        }

        if (place.Contains("://", StringComparison.Ordinal))
        {
            return place;
        }

        string full = FullPath(place);
        return isPath(full) ? full : place;
    }

    private string FullPath(string path)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string expanded = path.StartsWith("~/", StringComparison.Ordinal) ? Path.Join(home, path[2..]) : path;
        return Path.GetFullPath(expanded, _location);
    }
}
