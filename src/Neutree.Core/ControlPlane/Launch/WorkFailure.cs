namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Tells what a failed read or write in the work directory means for a component.</summary>
internal sealed class WorkFailure(string component)
{
    /// <exception cref="ControlPlaneException">What was done failed.</exception>
    public T Guard<T>(string what, string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            throw Create(what, path, error);
        }
    }

    /// <exception cref="ControlPlaneException">What was done failed.</exception>
    public void Guard(string what, string path, Action act) => Guard(what, path, () =>
    {
        act();
        return true;
    });

    public static bool IsOfFiles(Exception error) => error is IOException or UnauthorizedAccessException;

    public ControlPlaneException Create(string what, string path, Exception error) =>
        new("ControlPlane.WriteFailed", ErrorKind.WriteFailed, $"{what} {path} failed: {error.Message}", error)
        {
            Target = path,
            Recommendation = $"Make room, or give a folder that can be written with -WorkingDirectory or {WorkDirectory.FolderVariable}. {component} keeps running as it was.",
        };
}
