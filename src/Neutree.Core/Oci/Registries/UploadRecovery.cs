using Microsoft.Extensions.Logging;

namespace Neutree.Core.Oci.Registries;

/// <summary>The session of an upload: where the registry stands in it, and how it goes on after a failure. Ends an upload that fails again and again without getting further.</summary>
internal sealed class UploadRecovery(
    RegistryEndpoint endpoint, UploadSessions sessions, RegistryOptions options, ILogger logger, string repository, BlobContent content)
{
    private const long NoticeableProgress = 64 * 1024;
    private const int MaxCorrections = 10;
    private int _failures;
    private int _corrections;
    private long _offsetAtFailure;
    private UploadSession? _session;

    public bool IsOpen => _session is not null;

    public UploadSession Session => _session ?? throw new InvalidOperationException("no upload session is open");

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _session = await sessions.OpenAsync(repository, content, cancellationToken).ConfigureAwait(false);
        sessions.Record(repository, content, _session);
    }

    /// <summary>The registry took something and says where it stands.</summary>
    public void GoOn(UploadSession session, bool madeProgress)
    {
        _session = session;
        sessions.Record(repository, content, session);
        _corrections = madeProgress ? 0 : _corrections;
    }

    /// <summary>After a failure: waits, and asks what the registry has.</summary>
    /// <returns>Whether it has something, so that the rest is to go in chunks.</returns>
    public async Task<bool> RecoverAsync(RegistryException failure, TimeSpan? delay, CancellationToken cancellationToken)
    {
        if (Session.Offset - _offsetAtFailure >= NoticeableProgress)
        {
            _failures = 0;
        }

        if (++_failures > options.Retry)
        {
            throw failure;
        }

        logger.LogDebug("{Host}: the upload of {Blob} goes on after a failure: {Reason}", endpoint.Host, content.Name, failure.Message);
        await endpoint.Retries.WaitAsync(delay ?? endpoint.Retries.NoteFailure(null), cancellationToken).ConfigureAwait(false);
        await FindOrRestartAsync(cancellationToken).ConfigureAwait(false);
        _offsetAtFailure = Session.Offset;
        return Session.Offset > 0;
    }

    /// <summary>Goes on where the registry stands, or begins anew where it knows nothing of the upload.</summary>
    public async Task FindOrRestartAsync(CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(repository, Session, cancellationToken).ConfigureAwait(false) is { } found && !(found.Offset > content.Length))
        {
            _session = found;
            sessions.Record(repository, content, found);
            return;
        }

        await RestartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await sessions.CancelAsync(repository, Session).ConfigureAwait(false);
        _session = await sessions.StartAsync(repository, content, cancellationToken).ConfigureAwait(false);
        sessions.Record(repository, content, Session);
        _offsetAtFailure = 0;
    }

    /// <summary>Counts that the registry stands elsewhere than it should; throws where that doesn't end.</summary>
    public void CountCorrection(RegistryException failure)
    {
        if (++_corrections > MaxCorrections)
        {
            throw failure;
        }
    }
}
