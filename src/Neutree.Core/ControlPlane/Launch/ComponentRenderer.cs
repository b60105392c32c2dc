using System.Text;
using Neutree.Core.Compose;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Go;
using Neutree.Core.Oci;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Renders a component's templates and rewrites the images of its compose file (spec 4.2 to 4.4, 4.6).</summary>
internal static class ComponentRenderer
{
    /// <param name="layout">The component.</param>
    /// <param name="source">Its files.</param>
    /// <param name="parameters">What its templates see; checksums of plugins are added here.</param>
    /// <param name="mirror">Where images come from; null leaves the file's bytes as they were rendered.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="NeutreeException">Files are missing, a template fails, or the compose file can't be used.</exception>
    public static RenderedComponent Render(ComponentLayout layout, ComponentFiles source, LaunchParameters parameters, RegistryPrefix? mirror, CancellationToken cancellationToken)
    {
        source.Check(layout);
        if (layout.HasPlugins)
        {
            parameters = ComponentLayout.Plugins.Aggregate(parameters, (all, plugin) => all.With(plugin.Parameter, source.PluginChecksum(plugin.Plugin)));
        }

        GoMap values = parameters.ToMap();
        Dictionary<string, ReadOnlyMemory<byte>> files = new(source.Files, StringComparer.Ordinal);
        foreach (string template in layout.Templates.Where(files.ContainsKey))
        {
            files[template] = Encoding.UTF8.GetBytes(Run(template));
        }

        ComposeFile plain = ComposeFile.Parse(layout.Name, Run(ComponentLayout.ComposeFileName));
        ComposeFile compose = mirror is null ? plain : plain.WithImages(image => Rewrite(image, mirror));
        files.Remove(ComponentLayout.ComposeFileName);
        return new RenderedComponent
        {
            Layout = layout,
            Compose = compose,
            Files = [.. files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => new WorkFile(file.Key, file.Value, layout.SecretFiles.Contains(file.Key)))],
            Rendered = [.. layout.Templates.Where(files.ContainsKey)],
            OriginalImages = compose.Services.Zip(plain.Services).DistinctBy(pair => pair.First.Image).ToDictionary(pair => pair.First.Image, pair => pair.Second.Image),
        };

        string Run(string path) => ComposeTemplate.Render(
            $"{layout.Name}/{path}", Encoding.UTF8.GetString(files[path].Span), values, ComposeFunctions.Create(Checksum), cancellationToken);

        string Checksum(string path) => FolderChecksum.Compute(ComponentFiles.Below(files, path));
    }

    private static string Rewrite(string image, RegistryPrefix mirror) => ImageReference.Parse(image).RewriteTo(mirror).ToString();
}
