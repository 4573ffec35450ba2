using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Meaning;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Incidents.Rows;

/// <summary>The events of a group, and the keys of the index rows that were derived from them.</summary>
internal static class GroupRow
{
    private const string Events = "Events";
    private const string Index = "Index";

    public static IncidentGroup Read(Row row) =>
        new(
            row.Pieces(Events) is { } json ? JsonSerializer.Deserialize(json, IncidentRowsJson.Default.IReadOnlyListIncidentEvent)! : [],
            row.Bytes("Floor") is { } floor && JsonSerializer.Deserialize(floor, IncidentRowsJson.Default.StoredFloor) is { } stored
                ? new EventOrder(stored.Time, stored.CreatedAt, stored.Place, stored.Hash)
                : null
        );

    /// <summary>The group's incidents, derived now.</summary>
    public static IReadOnlyList<Incident> ReadIncidents(Row row, IncidentRules rules) => IncidentFold.Fold(Read(row).Events, rules);

    /// <summary>Changes a group and everything derived from it.</summary>
    /// <param name="key">The key of the group.</param>
    /// <param name="current">The row as read. Null if there is none.</param>
    /// <param name="change">Adds or removes events.</param>
    /// <param name="rules">The rules to derive by.</param>
    /// <param name="rewrites">Whether to write what is unchanged too.</param>
    /// <returns>Null when nothing changes.</returns>
    public static GroupUpdate? Update(
        RowKey key,
        Row? current,
        Func<IncidentGroup, IncidentGroup> change,
        IncidentRules rules,
        bool rewrites = false
    )
    {
        var before = current is null ? IncidentGroup.Empty : Read(current);
        var wanted = change(before);
        var isCurrent = current?.Text("Types") == rules.Digest;
        if (!rewrites && HaveSameEvents(wanted, before) && (isCurrent || current is null))
            return null;

        IReadOnlyList<string> indexed = current?.Pieces(Index) is { } json
            ? JsonSerializer.Deserialize(json, IncidentRowsJson.Default.IReadOnlyListString)!
            : [];
        var unchanged = isCurrent && !rewrites ? Derive(key, before, rules).Rows.ToDictionary(row => row.Row.Key.Row, row => row.Row) : [];
        var (incidents, rows) = Derive(key, wanted, rules);
        var kept = wanted.Cut(incidents);
        var writes = rows.Where(row => !(unchanged.TryGetValue(row.Row.Key.Row, out var old) && AreSame(old, row.Row)))
            .Select(row => Storage.Write.Upsert(row.Row))
            .Concat(
                indexed
                    .Except(rows.Select(row => row.Row.Key.Row), StringComparer.Ordinal)
                    .Select(gone => Storage.Write.Delete(new RowKey(key.Partition, gone)))
            )
            .ToList();
        if (kept.Events.Count == 0)
            return new GroupUpdate(null, current is null ? null : Storage.Write.Delete(key, current.ETag), writes);

        var hashes = kept.Events.Select(e => e.Hash).ToHashSet(StringComparer.Ordinal);
        var row = Write(key, kept, rules, [.. rows.Where(row => hashes.Contains(row.Hash)).Select(row => row.Row.Key.Row)]);
        return new GroupUpdate(row, current is null ? Storage.Write.Add(row) : Storage.Write.Replace(row, current.ETag!), writes);
    }

    private static bool HaveSameEvents(IncidentGroup one, IncidentGroup other) =>
        one.Events.Count == other.Events.Count && one.Events.Select(e => e.Order).ToHashSet().SetEquals(other.Events.Select(e => e.Order));

    private static (IReadOnlyList<Incident> Incidents, IReadOnlyList<(string Hash, Row Row)> Rows) Derive(
        RowKey key,
        IncidentGroup group,
        IncidentRules rules
    )
    {
        var incidents = IncidentFold.Fold(group.Events, rules);
        IReadOnlyList<Freeze> freezes =
        [
            .. FreezeFold.Fold(group.Events, EventKind.Freeze, rules.Types),
            .. FreezeFold.Fold(group.Events, EventKind.Maintenance, rules.Types),
        ];
        return (incidents, IndexRow.Of(key, group.Events, incidents, freezes, rules.Digest));
    }

    private static Row Write(RowKey key, IncidentGroup group, IncidentRules rules, IReadOnlyList<string> index)
    {
        var row = new Row(key) { ["Types"] = rules.Digest };
        IReadOnlyList<IncidentEvent> events = [.. group.Events.OrderBy(e => e.Order)];
        row.SetPieces(Events, JsonSerializer.SerializeToUtf8Bytes(events, IncidentRowsJson.Default.IReadOnlyListIncidentEvent));
        row.SetPieces(Index, JsonSerializer.SerializeToUtf8Bytes(index, IncidentRowsJson.Default.IReadOnlyListString));
        if (group.Floor is { } floor)
            row["Floor"] = JsonSerializer.SerializeToUtf8Bytes(
                new StoredFloor(floor.Time, floor.CreatedAt, floor.Place, floor.Hash),
                IncidentRowsJson.Default.StoredFloor
            );
        return row;
    }

    private static bool AreSame(Row one, Row other) =>
        one.Properties.Count == other.Properties.Count
        && one.Properties.All(property =>
            other[property.Key] is { } value
            && (value is byte[] bytes ? property.Value is byte[] same && bytes.AsSpan().SequenceEqual(same) : value.Equals(property.Value))
        );
}

/// <summary>The writes of one group.</summary>
/// <param name="Row">The group's row afterwards. Null when it is gone.</param>
/// <param name="Group">Writes the group's row in the version that was read. Null when there is nothing to write.</param>
/// <param name="Index">Write what was derived from it.</param>
internal sealed record GroupUpdate(Row? Row, Write? Group, IReadOnlyList<Write> Index)
{
    public IEnumerable<Write> Writes => Group is null ? Index : Index.Prepend(Group);
}
