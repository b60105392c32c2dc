using System.Text.RegularExpressions;

namespace Neutree.Core.ControlPlane.Parameters;

/// <summary>
/// Takes secrets, as they are and as they stand in addresses, YAML, JSON and compose files, out of what is shown. One that is shorter than six characters is taken out where
/// it stands alone: everywhere would leave no word of a log whole, and tell by the holes what it is.
/// </summary>
internal sealed class SecretMask
{
    /// <summary>Characters from which on a secret is taken out wherever it stands.</summary>
    public const int LongEnough = 6;

    private const string Shown = "********";

    private readonly Regex? _secrets;

    public SecretMask(IEnumerable<string> secrets)
    {
        string[] patterns =
        [
            .. secrets.Where(static secret => secret.Length > 0)
                .SelectMany(static secret => Forms(secret).Select(form => (Form: form, IsLong: secret.Length >= LongEnough)))
                .DistinctBy(static form => form.Form)
                .OrderByDescending(static form => form.Form.Length)
                .Select(static form => form.IsLong ? Regex.Escape(form.Form) : $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(form.Form)}(?![\p{{L}}\p{{N}}])"),
        ];
        _secrets = patterns.Length > 0 ? new Regex(string.Join('|', patterns), RegexOptions.CultureInvariant) : null;
    }

    public string Apply(string text) => _secrets?.Replace(text, Shown) ?? text;

    private static IEnumerable<string> Forms(string secret)
    {
        string quoted = secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return [secret, Uri.EscapeDataString(secret), quoted, quoted.Replace("$", "$$", StringComparison.Ordinal), secret.Replace("$", "$$", StringComparison.Ordinal)];
    }
}
