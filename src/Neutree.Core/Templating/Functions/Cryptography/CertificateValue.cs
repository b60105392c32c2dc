using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions.Cryptography;

/// <summary>A certificate and its private key, both PEM (Sprig's <c>certificate</c>).</summary>
internal sealed class CertificateValue(GoString cert, GoString key) : IGoStruct
{
    public static GoType CertificateType { get; } = GoType.Named("sprig.certificate", GoKind.Struct);

    public GoString Cert => cert;

    public GoString Key => key;

    public GoType Type => CertificateType;

    public IReadOnlyList<GoField> Fields => [new GoField("Cert", GoType.String, cert), new GoField("Key", GoType.String, key)];

    public bool TryGetField(GoString name, out object? value, [NotNullWhen(true)] out GoType? declaredType)
    {
        value = name == "Cert" ? cert : name == "Key" ? key : null;
        declaredType = value is null ? null : GoType.String;
        return declaredType is not null;
    }

    public bool TryGetMethod(GoString name, [NotNullWhen(true)] out GoFunction? method)
    {
        method = null;
        return false;
    }
}
