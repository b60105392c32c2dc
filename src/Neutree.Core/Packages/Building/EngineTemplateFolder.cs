using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Packages.Building;

/// <summary>Reads the deployment templates of an engine: <c>CLUSTERTYPE/MODE.yaml</c> (or <c>.yml</c>) below a folder, each a Go template.</summary>
internal static class EngineTemplateFolder
{
    private const string UnknownFunction = "function \"";
    private static readonly string[] ClusterTypes = ["kubernetes", "ssh"];

    /// <summary>Base64 of the templates, byte for byte, by cluster type and mode.</summary>
    /// <exception cref="PackageException">There is no template, a cluster type is unknown, or a text is no Go template.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw Invalid(folder, "there is no such folder", null);
        }

        SortedDictionary<string, IReadOnlyDictionary<string, string>> templates = new(StringComparer.Ordinal);
        foreach (DirectoryInfo type in new DirectoryInfo(folder).EnumerateDirectories().Where(static type => type.Name[0] != '.').OrderBy(static type => type.Name, StringComparer.Ordinal))
        {
            if (!ClusterTypes.Contains(type.Name))
            {
                throw Invalid(folder, $"'{type.Name}' is no cluster type; there are {string.Join(" and ", ClusterTypes)}", null);
            }

            SortedDictionary<string, string> modes = new(StringComparer.Ordinal);
            foreach (FileInfo file in type.EnumerateFiles().Where(static file => file.Extension is ".yaml" or ".yml").OrderBy(static file => file.Name, StringComparer.Ordinal))
            {
                byte[] content = ReadFile(file.FullName);
                Check(file.FullName, $"{type.Name}/{file.Name}", content);
                if (!modes.TryAdd(Path.GetFileNameWithoutExtension(file.Name), Convert.ToBase64String(content)))
                {
                    throw Invalid(folder, $"the mode {Path.GetFileNameWithoutExtension(file.Name)} of {type.Name} has two files", null);
                }
            }

            if (modes.Count > 0)
            {
                templates.Add(type.Name, modes);
            }
        }

        return templates.Count > 0 ? templates : throw Invalid(folder, "it has no file CLUSTERTYPE/MODE.yaml", null);
    }

    /// <exception cref="PackageException">The file can't be read.</exception>
    public static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("Package.FileUnreadable", ErrorKind.NotFound, $"{path} can't be read: {error.Message}", error)
            {
                Target = path,
                Recommendation = "Check the path.",
            };
        }
    }

    /// <summary>Parses a template as Neutree will. Which functions there are is Neutree's matter, so one that isn't known here passes.</summary>
    private static void Check(string path, string name, byte[] content)
    {
        FunctionTable functions = new();
        SprigFunctions.AddTo(functions);
        for (HashSet<string> assumed = []; ;)
        {
            try
            {
                new TemplateSet(functions, MissingKey.Default).Parse(name, GoString.FromBytes(content));
                return;
            }
            catch (TemplateException error)
            {
                if (!error.Cause.StartsWith(UnknownFunction, StringComparison.Ordinal) || !assumed.Add(error.Cause))
                {
                    throw Invalid(path, error.Message, error);
                }

                functions.Add(GoFunction.From(error.Cause.Split('"')[1], (GoString text) => text));
            }
        }
    }

    private static PackageException Invalid(string path, string why, Exception? inner) =>
        new("Package.InvalidTemplate", ErrorKind.InvalidData, $"the deployment templates of {path} can't be used: {why}", inner)
        {
            Target = path,
            Recommendation = "Correct the template, or leave -DeployTemplatePath out.",
        };
}
