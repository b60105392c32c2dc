using System.Reflection;
using System.Runtime.Loader;

namespace Neutree.Loader;

/// <summary>
/// Holds the module and every assembly it brings along. PowerShell gives all modules one load context, where the first version of an
/// assembly wins; here the versions next to this file are used whatever other modules have loaded.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string ModuleAssemblyName = "Neutree.PowerShell";

    // One context per process: a module that is removed and imported again must find the types it had before.
    private static readonly Lazy<Assembly> Module = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    private readonly string _folder;

    private ModuleLoadContext(string folder)
        : base("Neutree", isCollectible: false)
    {
        _folder = folder;
    }

    /// <summary>The module's assembly; loaded at the first call.</summary>
    public static Assembly LoadModule() => Module.Value;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        Assembly loader = typeof(ModuleLoadContext).Assembly;
        if (assemblyName.Name == loader.GetName().Name)
        {
            return loader;
        }

        string path = Path.Join(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private static Assembly Load()
    {
        string folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;
        return new ModuleLoadContext(folder).LoadFromAssemblyName(new AssemblyName(ModuleAssemblyName));
    }
}
