using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// The part of a sweep that completes interrupted deletions. It repeats every deletion once, when no instance can still be recording the
/// event, and then deletes its outbox entry.
/// </summary>
internal sealed partial class SweepDeletions(
    OrganizationId organization,
    DeletionSteps steps,
    ITableStore store,
    TimeProvider clock,
    ILogger logger
)
{
    public bool HasWorkFor(Row row) => DeletionEntry.IsUnfinished(row) || IsToBeRepeated(row);

    /// <summary>Work on a deletion that waits to be repeated counts as done.</summary>
    public async Task<FinishResult> DoAsync(Row row)
    {
        if (!HasWorkFor(row))
            return FinishResult.Done;
        try
        {
            await steps.CompleteAsync(organization, DeletionEntry.Read(row));
            if (IsToBeRepeated(row))
                await store.DeleteAsync(Tables.Ledger, [(row.Key, null)]);
            return FinishResult.Done;
        }
        catch (StorageUnavailableException e)
        {
            Log.LeftInOutbox(logger, e, organization.Value);
            return FinishResult.StorageUnavailable;
        }
#pragma warning disable CA1031 // A deletion that fails must not stop the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, row.Key.Row);
            return FinishResult.Failed;
        }
    }

    private bool IsToBeRepeated(Row row) =>
        (Timestamp.From(clock.GetUtcNow()) - row.RequiredTime("DeletedAt")).Duration() >= DeletionSteps.RepeatedAfter;

    private static partial class Log
    {
        [LoggerMessage(2108, LogLevel.Warning, "A deletion of {Organization} is incomplete. The next sweep completes it")]
        public static partial void LeftInOutbox(ILogger logger, Exception e, string organization);

        [LoggerMessage(2109, LogLevel.Error, "Failed to complete the deletion {Key}. The next sweep tries again")]
        public static partial void Failed(ILogger logger, Exception e, string key);
    }
}
