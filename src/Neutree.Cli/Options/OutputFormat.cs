namespace Neutree.Cli.Options;

/// <summary>What standard output holds.</summary>
internal enum OutputFormat
{
    /// <summary>A table on a terminal, plain lines elsewhere.</summary>
    Auto,
    Table,
    Plain,
    Json,
}
