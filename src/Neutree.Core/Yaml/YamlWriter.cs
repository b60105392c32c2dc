using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Writes Go values as YAML, byte for byte as the libraries do that Helm uses.</summary>
public static class YamlWriter
{
    /// <summary>
    /// sigs.k8s.io/yaml <c>Marshal</c>: through JSON, then in go-yaml 2's layout: sequences under a key aren't indented, long lines are
    /// broken at 80 columns. Ends in a line break.
    /// </summary>
    /// <exception cref="GoException">JSON can't hold the value, or YAML can't hold a text in it.</exception>
    public static GoString Write(object? value) => new YamlTreeWriter(SigsYamlDialect.Instance).Write(value);

    /// <summary>go-yaml 3 with an indentation of 2, as Helm's <c>toYamlPretty</c>: sequences are indented. Ends in a line break.</summary>
    /// <exception cref="GoException">YAML can't hold the value.</exception>
    public static GoString WritePretty(object? value) => new YamlTreeWriter(GoYaml3Dialect.Instance).Write(value);
}
