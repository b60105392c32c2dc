namespace Neutree.Core.Versions;

/// <summary>The first part of a constraint's version that is left open.</summary>
internal enum OpenPart
{
    None,
    Patch,
    Minor,
    Major,
}
