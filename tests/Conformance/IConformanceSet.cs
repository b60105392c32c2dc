namespace Neutree.Conformance;

/// <summary>One folder of case files with expected results.</summary>
internal interface IConformanceSet
{
    /// <summary>The folder's name, which is also what the report calls the set.</summary>
    string Name { get; }

    /// <summary>Runs every case and says how it ended. A case that differs is an outcome, never an exception.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    IAsyncEnumerable<CaseOutcome> RunAsync(string folder, CancellationToken cancellationToken);
}
