namespace Neutree.Cli.Ci;

/// <summary>How a CI system wants to be told about problems; a line each.</summary>
internal interface ICiLog
{
    string Error(string message);

    string Warning(string message);
}
