using System.CommandLine;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Options;

/// <summary>How images are moved.</summary>
internal sealed class TransferOptionGroup
{
    private readonly bool _writesTags;

    private readonly Option<string[]> _platforms = new("--platform")
    {
        Description = "Take only this platform, as linux/amd64; repeat for more.",
        HelpName = "os/arch",
    };

    private readonly WholeNumberOption _throttleLimit = new("--throttle-limit", 4, 1, 64) { Description = "Blobs in work at a time." };

    private readonly Option<LayerCompression> _layerCompression = new ChoiceOption<LayerCompression>("--layer-compression")
    {
        Description = "What happens to layers that are not compressed yet.",
    };

    private readonly Option<bool> _replace = new("--replace") { Description = "Replace a tag instead of joining other platforms it holds." };

    private readonly SizeOption _maxUnpackedSize = new("--max-unpacked-size")
    {
        Description = "Refuse a compressed archive that unpacks to more, as 2TiB (default 1TiB, and 200 times its size).",
    };

    private readonly Option<bool> _dryRun = new("--dry-run", "--what-if") { Description = "Say what would be done; write nothing." };

    /// <param name="writesTags">Whether the command writes tags that may be in use.</param>
    public TransferOptionGroup(bool writesTags)
    {
        _writesTags = writesTags;
    }

    public void AddTo(Command command)
    {
        command.Add(_platforms);
        command.Add(_throttleLimit);
        command.Add(_dryRun);
        if (_writesTags)
        {
            command.Add(_layerCompression);
            command.Add(_replace);
            command.Add(_maxUnpackedSize);
        }
    }

    public TransferOptions Read(ParseResult parsed) => new()
    {
        Platforms = [.. (parsed.GetValue(_platforms) ?? []).Select(Platform.Parse)],
        ThrottleLimit = parsed.GetValue(_throttleLimit),
        LayerCompression = _writesTags ? parsed.GetValue(_layerCompression) : LayerCompression.Gzip,
        Replace = _writesTags && parsed.GetValue(_replace),
        MaxUnpackedSize = _writesTags ? parsed.GetValue(_maxUnpackedSize) : null,
        WhatIf = parsed.GetValue(_dryRun),
        CacheFolder = CacheFolder.Default(),
    };
}
