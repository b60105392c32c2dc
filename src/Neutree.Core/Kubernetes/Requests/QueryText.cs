using System.Text;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>The query of a request: <c>?a=b&amp;c=d</c>, or empty.</summary>
internal sealed class QueryText
{
    private readonly StringBuilder _text = new();

    /// <summary>Nothing is added where there is no value.</summary>
    public QueryText Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public QueryText Add(string name, bool flag) => Add(name, flag ? "true" : null);

    public override string ToString() => _text.ToString();
}
