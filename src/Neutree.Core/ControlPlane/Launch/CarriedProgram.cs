namespace Neutree.Core.ControlPlane.Launch;

/// <summary>A program that a package brings, below the work directory, where later commands find it.</summary>
/// <param name="root">The work directory.</param>
/// <param name="component">What is installed.</param>
/// <param name="name">The program's file name.</param>
internal sealed class CarriedProgram(string root, string component, string name)
{
    private readonly WorkFailure _failure = new(component);

    private string Location => Path.Join(root, "bin", name);

    /// <summary>Where an earlier installation has put it; null where none has.</summary>
    public string? Find() => File.Exists(Location) ? Location : null;

    /// <summary>Writes it, so that it can be run; what isn't whole, or isn't what it should be, is never in its place.</summary>
    /// <param name="copy">Copies it to a stream, and throws at the end where it isn't what it should be.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="NeutreeException">It can't be written, or isn't what it should be.</exception>
    public async Task<string> WriteAsync(Func<Stream, CancellationToken, Task> copy, CancellationToken cancellationToken)
    {
        string partial = Location + ".new";
        try
        {
            FilePermissions.CreateFolder(Path.GetDirectoryName(Location)!);
            FileStream stream = new(partial, FilePermissions.ForNewFile());
            await using (stream.ConfigureAwait(false))
            {
                await copy(stream, cancellationToken).ConfigureAwait(false);
            }

            FilePermissions.Set(partial, FilePermissions.Executable);
            File.Move(partial, Location, overwrite: true);
            return Location;
        }
        catch (Exception error)
        {
            File.Delete(partial);
            if (WorkFailure.IsOfFiles(error))
            {
                throw _failure.Create("writing", Location, error);
            }

            throw;
        }
    }
}
