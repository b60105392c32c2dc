using System.Diagnostics;

namespace Neutree.TestCluster;

/// <summary>A program that runs until it is disposed, or until this process ends in whatever way: its shell waits on a pipe to us.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Script = """
        log=$1; shift
        "$@" > "$log" 2>&1 < /dev/null &
        program=$!
        cat > /dev/null
        kill $program
        wait $program
        """;

    private readonly Process _shell;

    public ServerProcess(string folder, string program, params string[] arguments)
    {
        LogFile = Path.Combine(folder, program + ".log");
        ProcessStartInfo start = new("/bin/sh", ["-c", Script, "sh", LogFile, ClusterPrograms.PathOf(program), .. arguments])
        {
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        _shell = Process.Start(start)!;
    }

    public string LogFile { get; }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
