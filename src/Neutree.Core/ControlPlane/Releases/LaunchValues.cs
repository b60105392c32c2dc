using System.Security.Cryptography;
using Neutree.Core.Go;
using Neutree.Core.Helm.Values;
using Neutree.Core.Oci;

namespace Neutree.Core.ControlPlane.Releases;

/// <summary>
/// The values of an install, from the lowest to the highest: those of the revision before, the user's files and objects, what the other
/// options mean, the user's <c>--set</c>. They are complete: the release is upgraded with these and nothing else.
/// </summary>
/// <param name="options">What was asked for.</param>
/// <param name="earlier">The values of the revision before; null where there is none.</param>
/// <param name="mirror">Where images come from; null: as the values say.</param>
/// <param name="pullSecret">The pull secret that is made; null where none is.</param>
internal sealed class LaunchValues(ControlPlaneInstallOptions options, GoMap? earlier, RegistryPrefix? mirror, string? pullSecret)
{
    private const int GeneratedSecretLength = 32;
    private const string NotYetGenerated = "made-when-it-is-installed";

    private static readonly string[][] SecretPaths =
    [
        ["jwtSecret"], ["adminPassword"], ["db", "password"], ["db", "authAdminPassword"], ["db", "kongAdminPassword"], ["grafana", "adminPassword"],
    ];

    /// <exception cref="NeutreeException">A file of values can't be read, or a secret is missing.</exception>
    public async Task<ValuesOptions> BuildAsync(CancellationToken cancellationToken)
    {
        GoMap before = earlier is null ? new GoMap() : options.Release.ResetValues ? SecretsOf(earlier) : earlier;
        ValuesOptions given = new() { Objects = [before], Set = options.Set };
        GoMap files = await new ValuesReader().ReadAsync(new ValuesOptions { Files = options.Release.ValuesFiles, Objects = options.Release.Values }, cancellationToken).ConfigureAwait(false);
        given = given with { Objects = [before, files] };
        GoMap known = await new ValuesReader().ReadAsync(given, cancellationToken).ConfigureAwait(false);
        return given with { Objects = [before, files, OfOptions(known)] };
    }

    private GoMap OfOptions(GoMap known)
    {
        GoMap values = new();
        if (mirror is not null)
        {
            Set(values, mirror.ToString(), "global", "image", "registry");
            Set(values, mirror.ToString(), "global", "imageRegistry");
        }

        if (pullSecret is not null)
        {
            Table(values, "global")["imagePullSecrets"] = WithPullSecret(Find(known, "global", "imagePullSecrets") as GoSlice, pullSecret);
        }

        if (options.Version is { } version)
        {
            foreach (string component in (string[])["api", "core", "dbScripts"])
            {
                Set(values, version, component, "image", "tag");
            }
        }

        SetSecrets(values, known);
        Set(values, options.MetricsRemoteWriteUrl, "metrics", "remoteWriteUrl");
        Set(values, options.GrafanaUrl, "system", "grafana", "url");
        Set(values, options.VictoriaLogsRetentionPeriod, "victorialogs", "retentionPeriod");
        Set(values, options.NodeIP, "nodePort", "externalHost");
        Set(values, options.HuggingFaceEndpoint, "publicModelRegistries", "huggingFace", "url");
        Set(values, options.ModelScopeEndpoint, "publicModelRegistries", "modelScope", "url");
        if (options.EnablePublicModelRegistries)
        {
            Table(values, "publicModelRegistries")["enabled"] = Boxed.Bool(true);
        }

        return values;
    }

    private void SetSecrets(GoMap values, GoMap known)
    {
        Set(values, options.AdminPassword, "adminPassword");
        Set(values, options.DbPassword, "db", "password");
        if (options.JwtSecret is { Length: > 0 } given)
        {
            Set(values, given, "jwtSecret");
        }
        else if (Find(known, "jwtSecret") is null or GoString { IsEmpty: true })
        {
            Set(values, Generate(), "jwtSecret");
        }
    }

    // As for Compose: a package is installed by somebody who wants no questions, everything else says what is missing (spec 1.3).
    private string Generate() =>
        options.OfflinePackage is null
            ? throw new ControlPlaneException("ControlPlane.JwtSecretRequired", ErrorKind.InvalidArgument, "--jwt-secret is required")
            {
                Recommendation = "Give it with -JwtSecret; with -OfflinePackage one is made where there is none yet.",
            }
        : options.WhatIf ? NotYetGenerated
        : RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", GeneratedSecretLength);

    private static GoSlice WithPullSecret(GoSlice? present, string name)
    {
        List<object?> secrets = [.. present ?? new GoSlice([])];
        if (!secrets.Exists(secret => (secret as GoMap)?["name"] as GoString == (GoString)name || secret as GoString == (GoString)name))
        {
            GoMap reference = new();
            reference["name"] = (GoString)name;
            secrets.Add(reference);
        }

        return new GoSlice([.. secrets]);
    }

    private static GoMap SecretsOf(GoMap values)
    {
        GoMap secrets = new();
        foreach (string[] path in SecretPaths)
        {
            if (Find(values, path) is GoString secret)
            {
                Set(secrets, secret.ToString(), path);
            }
        }

        return secrets;
    }

    /// <summary>The secrets among values, as texts that nothing may show.</summary>
    public static IEnumerable<string> SecretTexts(GoMap values) =>
        SecretPaths.Select(path => Find(values, path)).OfType<GoString>().Where(static secret => !secret.IsEmpty).Select(static secret => secret.ToString());

    /// <summary>The value at a path of keys; null where there is none.</summary>
    public static object? Find(GoMap values, params ReadOnlySpan<string> path)
    {
        object? value = values;
        foreach (string key in path)
        {
            value = value is GoMap map ? map[key] : null;
        }

        return value;
    }

    private static void Set(GoMap values, string? text, params ReadOnlySpan<string> path)
    {
        if (text is not null)
        {
            Table(values, path[..^1])[path[^1]] = (GoString)text;
        }
    }

    private static GoMap Table(GoMap values, params ReadOnlySpan<string> path)
    {
        foreach (string key in path)
        {
            if (values[key] is not GoMap table)
            {
                values[key] = table = new GoMap();
            }

            values = table;
        }

        return values;
    }
}
