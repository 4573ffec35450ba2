using System.Text.Json;
using System.Text.Json.Serialization;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Incidents.Rows;

/// <summary>
/// An incident, or a freeze, as lists read it: a <c>c~</c> row, and an <c>o~</c> row until it has ended. A group without either has one
/// <c>c~</c> row of no kind, so that retention finds it.
/// </summary>
/// <param name="Group">The key of the group.</param>
/// <param name="Types">The <see cref="TypeMeanings.Digest"/> it was derived with.</param>
/// <param name="Incident">Null for a freeze.</param>
/// <param name="Freeze">Null for an incident.</param>
internal sealed record IndexRow(string Group, string Types, IncidentSummary? Incident, Freeze? Freeze)
{
    public const string KindOfIncidents = "incident";
    public const string KindOfFreezes = "freeze";
    private const string NoKind = "none";

    /// <summary>How long an open incident is found by what is open at a moment. Organizations can't choose a longer time.</summary>
    private static readonly TimeSpan MaxOpen = IncidentSettings.MaxOpenFor;

    public string Hash => Incident?.Hash ?? Freeze!.Hash;

    /// <summary>When it began.</summary>
    public Timestamp Begun => Incident?.Opened ?? Freeze!.From;

    public static IndexRow Read(Row row)
    {
        var json = row.Bytes("Json");
        var kind = row.RequiredText("Kind");
        return new(
            row.RequiredText("Group"),
            row.RequiredText("Types"),
            kind == KindOfIncidents ? JsonSerializer.Deserialize(json, IncidentRowsJson.Default.IncidentSummary) : null,
            kind == KindOfFreezes ? JsonSerializer.Deserialize(json, IncidentRowsJson.Default.Freeze) : null
        );
    }

    /// <summary>The rows of a group, with the hash of the event that began each.</summary>
    public static IReadOnlyList<(string Hash, Row Row)> Of(
        RowKey group,
        IReadOnlyList<IncidentEvent> events,
        IReadOnlyList<Incident> incidents,
        IReadOnlyList<Freeze> freezes,
        string types
    )
    {
        var rows = incidents
            .SelectMany(incident => Of(group, incident.Summary, types).Select(row => (incident.Opening.Hash, row)))
            .Concat(freezes.SelectMany(freeze => Of(group, freeze, types).Select(row => (freeze.Hash, row))))
            .ToList();
        if (rows.Count == 0 && events.MaxBy(e => e.Order) is { } newest)
            rows.Add((newest.Hash, Write(IncidentKeys.Begun(group.Partition, newest.Time, newest.Hash), group, NoKind, types, null)));
        return rows;
    }

    private static IEnumerable<Row> Of(RowKey group, IncidentSummary incident, string types)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(incident, IncidentRowsJson.Default.IncidentSummary);
        yield return Of(IncidentKeys.Begun(group.Partition, incident.Opened, incident.Hash));
        if (incident.Resolved is null)
            yield return Of(OpenKey(group.Partition, incident));

        Row Of(RowKey key)
        {
            var row = Write(key, group, KindOfIncidents, types, json);
            row["Source"] = incident.Source;
            row["Subject"] = incident.Subject;
            return row;
        }
    }

    /// <summary>The keys of the rows of what began.</summary>
    /// <param name="begun">The key of this row.</param>
    public IEnumerable<RowKey> KeysOf(RowKey begun)
    {
        yield return begun;
        if (Incident is { Resolved: null } incident)
            yield return OpenKey(begun.Partition, incident);
        if (Freeze is { } freeze && freeze.Until > freeze.From)
            yield return IncidentKeys.Open(begun.Partition, freeze.Until, freeze.Hash);
    }

    /// <summary>The key of an incident that isn't resolved.</summary>
    public static RowKey OpenKey(string organization, IncidentSummary incident) =>
        IncidentKeys.Open(organization, Timestamp.Min(Timestamp.MaxValue, incident.Heard.Max() + MaxOpen), incident.Hash);

    private static IEnumerable<Row> Of(RowKey group, Freeze freeze, string types)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(freeze, IncidentRowsJson.Default.Freeze);
        yield return Write(IncidentKeys.Begun(group.Partition, freeze.From, freeze.Hash), group, KindOfFreezes, types, json);
        if (freeze.Until > freeze.From)
            yield return Write(IncidentKeys.Open(group.Partition, freeze.Until, freeze.Hash), group, KindOfFreezes, types, json);
    }

    private static Row Write(RowKey key, RowKey group, string kind, string types, byte[]? json) =>
        new(key)
        {
            ["Group"] = group.Row,
            ["Kind"] = kind,
            ["Types"] = types,
            ["Json"] = json,
        };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TicksConverter)]
)]
[JsonSerializable(typeof(IReadOnlyList<IncidentEvent>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IncidentSummary))]
[JsonSerializable(typeof(Freeze))]
[JsonSerializable(typeof(StoredFloor))]
internal sealed partial class IncidentRowsJson : JsonSerializerContext;

/// <summary>An <see cref="Core.Events.EventOrder"/> in a row.</summary>
internal sealed record StoredFloor(Timestamp Time, Timestamp CreatedAt, int Place, string Hash);
