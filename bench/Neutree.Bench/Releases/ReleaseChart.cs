using System.Text;

namespace Neutree.Bench.Releases;

/// <summary>A chart that is installed and upgraded.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Set">Arguments of <c>--set</c> for the install.</param>
/// <param name="Change">The one that the upgrade adds.</param>
/// <param name="Objects">How many ConfigMaps it is made of; 0 where it is made of other things and requests aren't counted.</param>
internal sealed record ReleaseChart(string Name, string Path, string Set, string Change, int Objects)
{
    /// <summary>The control plane's chart where there is one, and charts of many small objects.</summary>
    public static IReadOnlyList<ReleaseChart> Prepare(string folder, params IReadOnlyList<int> sizes)
    {
        string controlPlane = System.IO.Path.Combine("deploy", "chart", "neutree");
        ReleaseChart[] made = [.. sizes.Select(size => OfConfigMaps(folder, size))];
        return File.Exists(System.IO.Path.Combine(controlPlane, "Chart.yaml"))
            ? [new ReleaseChart("control plane", System.IO.Path.GetFullPath(controlPlane), $"jwtSecret={new string('s', 32)}", "api.replicaCount=2", 0), .. made]
            : made;
    }

    private static ReleaseChart OfConfigMaps(string folder, int size)
    {
        string path = System.IO.Path.Combine(folder, $"configmaps-{size}");
        Directory.CreateDirectory(System.IO.Path.Combine(path, "templates"));
        File.WriteAllText(System.IO.Path.Combine(path, "Chart.yaml"), $"apiVersion: v2\nname: configmaps-{size}\nversion: 0.1.0\n");
        StringBuilder template = new();
        for (int index = 0; index < size; index++)
        {
            template.Append(
                $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: \"{{{{ .Release.Name }}}}-{index}\"}}\ndata: {{text: \"{{{{ .Values.text }}}} {new string('x', 200)}\"}}\n");
        }

        File.WriteAllText(System.IO.Path.Combine(path, "templates", "objects.yaml"), template.ToString());
        return new ReleaseChart($"{size} ConfigMaps", path, "text=one", "text=two", size);
    }
}
