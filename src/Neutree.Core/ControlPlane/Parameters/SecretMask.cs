namespace Neutree.Core.ControlPlane.Parameters;

/// <summary>Takes secrets, as they are and as they stand in addresses, out of what other programs print.</summary>
internal sealed class SecretMask
{
    private const string Shown = "********";

    /// <summary>Shorter ones are words that stand everywhere.</summary>
    private const int ShortestSecret = 6;

    private readonly string[] _secrets;

    public SecretMask(IEnumerable<string> secrets) =>
        _secrets = [.. secrets.Where(secret => secret.Length >= ShortestSecret).SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret) }).Distinct().OrderByDescending(secret => secret.Length)];

    public string Apply(string text)
    {
        foreach (string secret in _secrets)
        {
            text = text.Replace(secret, Shown, StringComparison.Ordinal);
        }

        return text;
    }
}
