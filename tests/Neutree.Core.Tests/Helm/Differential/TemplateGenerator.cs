using System.Text;

namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>Makes template texts of every construct the language has.</summary>
internal sealed class TemplateGenerator(Grammar grammar, Random random, int illTyped)
{
    private readonly ExpressionGenerator _expressions = new(grammar, random, illTyped);
    private int _variables;

    /// <summary>A file that prints what a template of its own renders to, as one line of JSON, so that any text is a valid document.</summary>
    public string File(string name)
    {
        _expressions.Variables.Clear();
        _variables = 0;
        StringBuilder body = new();
        List(body, depth: 2, random.Next(1, 5), inLoop: false);
        return $"{{{{- define \"{name}\" }}}}{body}{{{{ end -}}}}\nkind: ConfigMap\nraw: {{{{ include \"{name}\" . | toJson }}}}\n";
    }

    /// <summary>A file that is a document itself, with values put into it as charts do.</summary>
    public string Document(string name)
    {
        _expressions.Variables.Clear();
        StringBuilder text = new();
        text.Append("kind: ").Append(Pick("ConfigMap", "Secret", "Service", "Deployment", "Widget", "Job", "ClusterRole")).Append('\n');
        text.Append("metadata:\n  name: ").Append(name).Append('\n');
        for (int line = random.Next(1, 5); line > 0; line--)
        {
            string expression = _expressions.Of("smlaM"[random.Next(5)], 2);
            text.Append(Pick(
                $"  key{line}: {{{{ {expression} | toJson }}}}\n",
                $"  key{line}: {{{{ {expression} | toString | quote }}}}\n",
                $"  key{line}:\n    {{{{- toYaml {expression} | nindent 4 }}}}\n",
                $"  {{{{- with {expression} }}}}\n  key{line}:\n{{{{ toYaml . | indent 4 }}}}\n  {{{{- end }}}}\n",
                $"  key{line}: {{{{- toYaml {expression} | nindent 6 }}}}\n"));
        }

        return text.ToString();
    }

    private void List(StringBuilder text, int depth, int count, bool inLoop)
    {
        int scope = _expressions.Variables.Count;
        for (; count > 0; count--)
        {
            Statement(text, depth, inLoop);
        }

        _expressions.Variables.RemoveRange(scope, _expressions.Variables.Count - scope);
    }

    private void Statement(StringBuilder text, int depth, bool inLoop)
    {
        int choice = random.Next(depth > 0 ? 24 : 14);
        switch (choice)
        {
            case 0:
                text.Append(Pick("text ", "\n", "  \n  ", " é ", "{ } ", "\t"));
                break;
            case 1:
                text.Append(Open()).Append("/* note */").Append(random.Next(2) == 0 ? "}}" : " -}}");
                text.Replace("{{ /*", "{{/*").Replace("{{- /*", "{{- /*");
                break;
            case 2:
                Declare(text);
                break;
            case 3 when inLoop:
                text.Append("{{ if ").Append(_expressions.Of('b', 1)).Append(" }}{{ ").Append(Pick("break", "continue")).Append(" }}{{ end }}");
                break;
            case 4:
                text.Append(Open()).Append("template \"h.").Append(Pick("text", "map", "yaml")).Append("\" ").Append(_expressions.Of('a', 1)).Append(Close());
                break;
            case < 14:
                text.Append(Open()).Append(_expressions.Action(2)).Append(Close());
                break;
            case < 17:
                Branch(text, depth, inLoop);
                break;
            case < 19:
                With(text, depth, inLoop);
                break;
            default:
                Range(text, depth);
                break;
        }
    }

    private void Declare(StringBuilder text)
    {
        if (_expressions.Variables.Count > 0 && random.Next(3) == 0)
        {
            (string known, char sort) = _expressions.Variables[random.Next(_expressions.Variables.Count)];
            text.Append(Open()).Append(known).Append(" = ").Append(_expressions.Of(sort, 2)).Append(Close());
            return;
        }

        char wanted = "sifblma"[random.Next(7)];
        string name = $"$v{_variables++}";
        text.Append(Open()).Append(name).Append(" := ").Append(_expressions.Of(wanted, 2)).Append(Close());
        _expressions.Variables.Add((name, wanted));
    }

    private void Branch(StringBuilder text, int depth, bool inLoop)
    {
        text.Append(Open()).Append("if ").Append(_expressions.Of('a', 2)).Append(Close());
        List(text, depth - 1, 1, inLoop);
        if (random.Next(3) == 0)
        {
            text.Append(Open()).Append("else if ").Append(_expressions.Of('b', 2)).Append(Close());
            List(text, depth - 1, 1, inLoop);
        }

        Else(text, depth, inLoop);
    }

    private void With(StringBuilder text, int depth, bool inLoop)
    {
        string variable = $"$v{_variables++}";
        bool named = random.Next(2) == 0;
        text.Append(Open()).Append("with ").Append(named ? $"{variable} := " : "").Append(_expressions.Of('a', 2)).Append(Close());
        text.Append("{{ . }}").Append(named ? $"{{{{ {variable} | quote }}}}" : "{{ toJson . }}");
        if (random.Next(4) == 0)
        {
            text.Append(Open()).Append("else with ").Append(_expressions.Of('a', 1)).Append(Close()).Append("{{ . }}");
        }

        text.Append("{{ with $ }}");
        List(text, depth - 1, 1, inLoop);
        text.Append("{{ end }}");
        Else(text, depth, inLoop);
    }

    private void Range(StringBuilder text, int depth)
    {
        string index = $"$v{_variables++}";
        string item = $"$v{_variables++}";
        string head = Pick("", $"{item} := ", $"{index}, {item} := ");
        text.Append(Open()).Append("range ").Append(head).Append(_expressions.Of("lmLM9la"[random.Next(7)], 1)).Append(Close());
        text.Append("[{{ . }}").Append(head.Contains(item, StringComparison.Ordinal) ? $"{{{{ {item} | toJson }}}}" : "").Append(head.Contains(index, StringComparison.Ordinal) ? $"{{{{ {index} }}}}" : "").Append(']');
        text.Append("{{ with $ }}");
        List(text, depth - 1, 1, inLoop: true);
        text.Append("{{ end }}");
        Else(text, depth, inLoop: false);
    }

    private void Else(StringBuilder text, int depth, bool inLoop)
    {
        if (random.Next(2) == 0)
        {
            text.Append(Open()).Append("else").Append(Close());
            List(text, depth - 1, 1, inLoop);
        }

        text.Append(Open()).Append("end").Append(Close());
    }

    private string Open() => random.Next(4) == 0 ? "{{- " : "{{ ";

    private string Close() => random.Next(4) == 0 ? " -}}" : " }}";

    private T Pick<T>(params ReadOnlySpan<T> items) => items[random.Next(items.Length)];
}
