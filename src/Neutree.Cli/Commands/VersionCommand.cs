using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Neutree.Cli.Commands;

/// <summary><c>version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        Command command = new("version", "Print version, commit and platform.");
        command.SetAction(_ =>
        {
            string full = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
            string[] parts = full.Split('+', 2);
            Console.Out.WriteLine($"Version:      {parts[0]}");
            Console.Out.WriteLine($"Git Commit:   {(parts.Length > 1 ? parts[1] : "unknown")}");
            Console.Out.WriteLine($".NET Version: {Environment.Version}");
            Console.Out.WriteLine($"Platform:     {RuntimeInformation.RuntimeIdentifier}");
        });
        return command;
    }
}
