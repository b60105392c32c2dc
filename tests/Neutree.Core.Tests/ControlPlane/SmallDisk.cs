using System.Diagnostics;

namespace Neutree.Core.Tests.ControlPlane;

/// <summary>A disk in memory, mounted over a folder until it is disposed; what the folder holds is hidden meanwhile. Needs root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    public static async Task<SmallDisk> MountAsync(string folder, int kibibytes)
    {
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", folder);
        return new SmallDisk(folder);
    }

    public Task ResizeAsync(int kibibytes) => RunAsync("mount", "-o", $"remount,size={kibibytes}k", _folder);

    public Task MakeReadOnlyAsync() => RunAsync("mount", "-o", "remount,ro", _folder);

    public async ValueTask DisposeAsync() => await RunAsync("umount", _folder);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors}");
    }
}
