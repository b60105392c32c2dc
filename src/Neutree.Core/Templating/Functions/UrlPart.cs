namespace Neutree.Core.Templating.Functions;

/// <summary>The parts of a URL, which allow different characters.</summary>
internal enum UrlPart
{
    UserInfo,
    Host,

    /// <summary>What follows <c>%25</c> in an IPv6 address.</summary>
    Zone,
    Path,
    Fragment,
}
