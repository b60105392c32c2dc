using System.Text;

namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>Makes charts whose templates try the language and the functions.</summary>
internal sealed class ChartGenerator(Grammar grammar)
{
    private const string Helpers = """
        {{ define "h.text" }}text of {{ . | toString | trunc 40 }}{{ end -}}
        {{ define "h.map" }}{{ range $key, $value := . }}{{ $key }}={{ $value }};{{ end }}{{ end -}}
        {{ define "h.recursive" }}{{ if kindIs "map" . }}{{ range . }}<{{ include "h.recursive" . }}>{{ end }}{{ else }}{{ . }}{{ end }}{{ end -}}
        {{ define "h.overridden" }}parent{{ end -}}
        {{ define "h.yaml" }}
        a: {{ kindOf . }}
        b:
        {{- range $i, $x := until 2 }}
          - {{ $x }}
        {{- end }}
        {{ end -}}

        """;

    private const string Values = """
        text: some text
        multi: |
          first line
            second: line
          third
        trailing: "spaces  "
        quoted: 'it''s "quoted"'
        unicode: "é日本😀\u2028"
        numberText: "0123"
        integer: 7
        negative: -3
        big: 12345678901
        decimal: 2.75
        exponent: 6.02e23
        enabled: true
        disabled: false
        date: 2001-12-14
        none: null
        list: [1, two, 3.5]
        mixed:
          - a
          - 1
          - true
          - null
          - {x: y}
          - [1, [2]]
        emptyList: []
        emptyMap: {}
        strings: [banana, apple, "", cherry, apple]
        maps:
          - name: one
            a: 1
          - name: two
            b: {leaf: x}
        map:
          a: "1"
          b: text
          name: eve
        nested:
          a: 1
          list: [z, y]
          deeper:
            leaf: deep value
            a: [1, 2]
          x.y: dotted
        tree:
          "true": yes
          "1": one
          a: ""
          text: "multi\nline\n"
          long: "aaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb ccccccccccccccccccccccccccc ddddddddddd"
          quoted: "- x: #"
          empty: {}
          list:
            - a: {b: c}
              d: [[]]
            - null
            - "null"
        template: "{{ .Values.text | upper }}-{{ .Release.Name }}"
        templates:
          x: "{{ .Chart.Name }}"
          list: ["{{ .Values.map.a | int | add 1 }}"]
        yaml: "k: [1, {a: b}]\nt: 'x'\n"
        global:
          registry: example.com
          a: {b: c}
        child:
          enabled: true
          value: from parent

        """;

    /// <summary>Of a hundred arguments, how many have another sort than the function wants.</summary>
    public int IllTyped { get; init; } = 3;

    /// <summary>A chart of that many templates; the same seed gives the same chart.</summary>
    public GeneratedChart Create(int seed, int templates)
    {
        Random random = new(seed);
        TemplateGenerator generator = new(grammar, random, IllTyped);
        ValuesGenerator values = new(random);
        SortedDictionary<string, string> files = new(StringComparer.Ordinal)
        {
            ["Chart.yaml"] = "apiVersion: v2\nname: gen\nversion: 1.2.3-rc.1\nappVersion: \"4.5\"\ndescription: made\nkeywords: [k1, k2]\nmaintainers: [{name: m, email: e@f}]\nannotations: {x: y}\n",
            ["values.yaml"] = Values + "random:\n  k: v\n" + (seed % 2 == 0 ? values.Mapping(2, 3) : ""),
            ["templates/_helpers.tpl"] = Helpers,
            ["charts/child/Chart.yaml"] = "apiVersion: v2\nname: child\nversion: 0.1.0\n",
            ["charts/child/values.yaml"] = "value: own\nglobal: {registry: child, extra: 1}\n",
            ["charts/child/templates/_child.tpl"] = "{{ define \"child.text\" }}child {{ .Values.value }}{{ end }}{{ define \"h.overridden\" }}child{{ end }}",
            ["charts/child/templates/c.yaml"] = "kind: ConfigMap\nvalues: {{ toJson .Values }}\ntext: {{ include \"h.overridden\" . }}\n",
            ["files/a.txt"] = "alpha\nbeta\n\ngamma",
            ["files/c.yaml"] = "key: [v]\n",
            ["files/sub/d.txt"] = "deep",
        };
        for (int index = 0; index < templates; index++)
        {
            string name = $"t{index:000}";
            switch (index % 8)
            {
                case 7:
                    files[$"yaml/{name}.yaml"] = random.Next(2) == 0 ? values.Mapping(0, 3) : Disturbed(values.Mapping(0, 3), ":-[]{},'\"|>#&*!%@` \n\t?~<=.\0é", random);
                    files[$"templates/{name}.yaml"] = YamlTemplate(name);
                    break;
                case 3:
                    files[$"templates/{name}.yaml"] = generator.Document(name);
                    break;
                case 5 when index % 16 == 5:
                    files[$"templates/{name}.yaml"] = Disturbed(generator.File(name), "{}{}()|$.:=\"`' \n-/*\\,0x", random);
                    break;
                default:
                    files[$"templates/{name}.yaml"] = generator.File(name);
                    break;
            }
        }

        Dictionary<string, byte[]> contents = files.ToDictionary(static file => file.Key, static file => Encoding.UTF8.GetBytes(file.Value));
        contents["files/b.bin"] = [0, 0xff, 0xfe, (byte)'b', 0x80, (byte)'\n'];
        return new GeneratedChart("gen", contents);
    }

    /// <summary>What a document reads as and is written as again.</summary>
    private static string YamlTemplate(string name) => $$$"""
        {{- $text := .Files.Get "yaml/{{{name}}}.yaml" }}
        {{- $read := fromYaml $text }}
        json: {{ $read | toJson }}
        array: {{ fromYamlArray $text | toJson }}
        yaml: {{ toYaml $read | toJson }}
        pretty: {{ toYamlPretty $read | toJson }}
        toml: {{ toToml $read | toJson }}
        printed: {{ printf "%v" $read | toJson }}

        """;

    /// <summary>A text with a few characters more, less, or others.</summary>
    private static string Disturbed(string original, string marks, Random random)
    {
        StringBuilder text = new(original);
        for (int count = random.Next(1, 4); count > 0 && text.Length > 0; count--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(3))
            {
                case 0:
                    text.Insert(at, marks[random.Next(marks.Length)]);
                    break;
                case 1:
                    text.Remove(at, 1);
                    break;
                default:
                    text[at] = marks[random.Next(marks.Length)];
                    break;
            }
        }

        return text.ToString();
    }
}
