namespace Neutree.Core.Packages.Publishing;

/// <summary>How a package is handed to an http or https server.</summary>
public enum PublishMethod
{
    /// <summary>A form posted to the address, the file in its field <c>file</c>.</summary>
    Post,

    /// <summary>PUT of each file below the address.</summary>
    Put,

    /// <summary>PUT into a staging folder below the address, a check, and a move to the final names.</summary>
    WebDav,
}
