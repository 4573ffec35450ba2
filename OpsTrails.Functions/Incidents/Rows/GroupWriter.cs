using OpsTrails.Core.Events;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Incidents.Rows;

/// <summary>
/// Changes groups on the version that was read, and tries again. A group and its index rows change in one transaction. A group with too
/// many of them writes those first, so that a repetition after a crash finds the same work to do.
/// </summary>
internal sealed class GroupWriter(ITableStore store)
{
    private const int MaxAttempts = 64;

    /// <returns>The rows of the groups that are there afterwards, with their versions where they are known.</returns>
    public async Task<IReadOnlyList<Row>> UpdateAsync(IReadOnlyList<GroupChange> changes, IncidentRules rules)
    {
        var gone = new HashSet<string>(StringComparer.Ordinal);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var isFirst = attempt == 0;
            var read = await Task.WhenAll(changes.Select(async change => (Change: change, Row: await ReadAsync(change, isFirst))));
            var updates = (await WithMovesAsync([.. read], rules)).Select(group =>
                (group.Row, Update: GroupRow.Update(group.Change.Key, group.Row, group.Change.Apply, rules, group.Change.Rewrites))
            );
            var (open, done) = (new List<GroupUpdate>(), new List<Row>());
            foreach (var (row, update) in updates)
            {
                if (update is not null)
                    open.Add(update);
                else if (row is not null)
                    done.Add(row);
            }
            if (await WriteAsync(open, gone) is { } written)
                return [.. done, .. written];
        }
        throw new StorageUnavailableException($"Rows of {Tables.Incidents} were changed by others {MaxAttempts} times in a row.");
    }

    /// <summary>
    /// Deletes what began with an event that the group no longer keeps. It had stayed as it was last derived.
    /// </summary>
    public async Task DeleteIndexAsync(Row group, EventOrder removed)
    {
        var read = GroupRow.Read(group);
        if (read.Floor is not { } floor || removed > floor || read.Events.Any(e => e.Hash == removed.Hash))
            return;
        var key = IncidentKeys.Begun(group.Key.Partition, removed.Time, removed.Hash);
        if (
            await store.ReadAsync(Tables.Incidents, key, CancellationToken.None) is { } begun
            && IndexRow.Read(begun).Group == group.Key.Row
        )
            await store.DeleteAsync(Tables.Incidents, IndexRow.Read(begun).KeysOf(key).Select(row => (row, (string?)null)));
    }

    /// <summary>
    /// Events of a group that was derived by other rules move, in the same change, to the groups that they belong to now.
    /// </summary>
    private async Task<List<(GroupChange Change, Row? Row)>> WithMovesAsync(
        List<(GroupChange Change, Row? Row)> groups,
        IncidentRules rules
    )
    {
        for (var i = 0; i < groups.Count; i++)
        {
            var (change, row) = groups[i];
            if (row is null || row.Text("Types") == rules.Digest)
                continue;
            groups[i] = (change with { Apply = group => change.Apply(group).Without(e => PlaceOf(e) != change.Key) }, row);
            foreach (var moved in GroupRow.Read(row).Events.Where(e => PlaceOf(e) != change.Key).GroupBy(PlaceOf))
            {
                var at = groups.FindIndex(other => other.Change.Key == moved.Key);
                if (at < 0)
                {
                    at = groups.Count;
                    var target = new GroupChange(moved.Key, group => group);
                    groups.Add((target, await ReadAsync(target, isFirst: false)));
                }
                var (into, there) = groups[at];
                groups[at] = (into with { Apply = group => into.Apply(group).With(moved), Rewrites = true }, there);
            }

            RowKey PlaceOf(IncidentEvent e) =>
                rules.GroupOf(e) is { } name ? IncidentKeys.Group(OrganizationId.Parse(change.Key.Partition), name) : change.Key;
        }
        return groups;
    }

    private async Task<Row?> ReadAsync(GroupChange change, bool isFirst) =>
        isFirst && change.Known is { } known ? known
        : isFirst && change.IsLikelyNew ? null
        : await store.ReadAsync(Tables.Incidents, change.Key, CancellationToken.None);

    /// <returns>Null when something was changed by others.</returns>
    private async Task<IReadOnlyList<Row>?> WriteAsync(List<GroupUpdate> updates, HashSet<string> gone)
    {
        if (updates.Count == 0)
            return [];

        // An index row that moves to another group has the same key there.
        var kept = updates
            .SelectMany(update => update.Index)
            .Where(write => write.Kind != WriteKind.Delete)
            .Select(write => write.Key.Row)
            .ToHashSet(StringComparer.Ordinal);
        var together = updates.SelectMany(update => update.Writes).Where(IsThere).ToList();
        if (together.Count <= TableLimits.WritesPerTransaction && SizeOf(together) <= TableLimits.BytesPerTransaction)
            return await WriteAsync(together, updates, gone);

        var rows = new List<Row>();
        foreach (var update in updates)
        {
            var index = update.Index.Where(IsThere).ToList();
            var rest = TableLimits.WritesPerTransaction - 1;
            foreach (var chunk in index.SkipLast(rest).Chunk(TableLimits.WritesPerTransaction))
            {
                if (await WriteAsync(chunk, [], gone) is null)
                    return null;
            }
            IReadOnlyList<Write> last = update.Group is { } group ? [group, .. index.TakeLast(rest)] : [.. index.TakeLast(rest)];
            if (await WriteAsync(last, [update], gone) is not { } written)
                return null;
            rows.AddRange(written);
        }
        return rows;

        bool IsThere(Write write) => write.Kind != WriteKind.Delete || !(gone.Contains(write.Key.Row) || kept.Contains(write.Key.Row));
    }

    private async Task<IReadOnlyList<Row>?> WriteAsync(
        IReadOnlyList<Write> writes,
        IReadOnlyList<GroupUpdate> updates,
        HashSet<string> gone
    )
    {
        if (writes.Count == 0)
            return [];
        var result = await store.WriteAsync(Tables.Incidents, writes, CancellationToken.None);
        if (result.Succeeded)
        {
            var etags = writes.Zip(result.ETags).ToDictionary(pair => pair.First.Key, pair => pair.Second);
            return [.. updates.Select(update => update.Row).OfType<Row>().Select(row => row.WithETag(etags[row.Key]!))];
        }

        // An index row may be gone already, after an interrupted change or because retention deleted it.
        if (writes[result.FailedIndex] is { Kind: WriteKind.Delete, ETag: null } failed)
            gone.Add(failed.Key.Row);
        return null;
    }

    private static long SizeOf(IEnumerable<Write> writes) => writes.Sum(write => (long)TableLimits.RequestSizeOf(write.Row));
}

/// <summary>A change of one group.</summary>
internal sealed record GroupChange(RowKey Key, Func<IncidentGroup, IncidentGroup> Apply)
{
    /// <summary>The last known row, which saves a read.</summary>
    public Row? Known { get; init; }

    /// <summary>Whether to write what is unchanged too, because another group's change may delete it.</summary>
    public bool Rewrites { get; init; }

    /// <summary>Whether to try without a read, because the group is probably new.</summary>
    public bool IsLikelyNew { get; init; }
}
