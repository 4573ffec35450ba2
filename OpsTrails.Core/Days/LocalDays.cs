using OpsTrails.Core.Events;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Days;

/// <summary>Forms the days of a time zone, with canonical names, from counts of UTC days.</summary>
public sealed class LocalDays(DaysQuery query, OrganizationSettings settings)
{
    private readonly Dictionary<(string Subject, DateOnly Date), LocalDay> _days = [];
    private readonly WorkingHours? _hours = WorkingHours.Of(settings);
    private readonly Dictionary<string, EventKind> _kinds = new(StringComparer.Ordinal);

    /// <summary>Whether an event of this meaning is a change: it took place, and is neither an incident nor a freeze nor a build.</summary>
    public static bool IsChange(EventKind kind, EventPhase? phase) =>
        phase is null or EventPhase.Finished
        && kind is not (EventKind.Incident or EventKind.Freeze or EventKind.Maintenance or EventKind.Pipeline);

    /// <summary>The days with anything on them, by canonical environment; an empty text for events without one.</summary>
    public IReadOnlyDictionary<(string Subject, DateOnly Date), LocalDay> Days => _days;

    public void Add(CountedDay counted)
    {
        var subject = settings.Names.Subject(counted.Subject) ?? "";
        if (!query.Includes(counted.Subject, settings.Names))
            return;
        foreach (var (entry, count) in counted.Count.Counts)
        {
            var at = entry.At(counted.Day);
            var date = DateOnly.FromDateTime(LocalTime.FromUtc(at, query.Zone));
            if (date < query.From || date > query.To)
                continue;
            var day = Of(subject, date);
            day.Events += count;
            day.Severity = Worse(day.Severity, entry.Severity);
            var kind = KindOf(entry.Type);
            if (!IsChange(kind, entry.Phase))
                continue;
            day.AddChange(EventKindNames.Of(kind), entry.Source is { } source ? settings.Names.Source(source) : null, count);
            if (entry.Outcome is EventOutcome.Failed or EventOutcome.Cancelled)
                day.Failed += count;
            if (_hours is { } hours && !hours.Hours.Contain(LocalTime.FromUtc(at, hours.Zone)))
                day.OutOfHours += count;
        }
    }

    public void Add(IncidentSummary incident)
    {
        var date = DateOnly.FromDateTime(LocalTime.FromUtc(incident.Opened, query.Zone));
        if (date >= query.From && date <= query.To && query.Includes(incident.Subject, settings.Names))
            Of(settings.Names.Subject(incident.Subject) ?? "", date).Incidents++;
    }

    /// <summary>A freeze without an environment counts for all that have anything on any day, so add it last.</summary>
    public void Add(Freeze freeze)
    {
        if (freeze.Until <= freeze.From)
            return;
        var first = DateOnly.FromDateTime(LocalTime.FromUtc(freeze.From, query.Zone));
        var last = DateOnly.FromDateTime(LocalTime.FromUtc(freeze.Until.Previous(), query.Zone));
        var subjects =
            freeze.Subject is null ? _days.Keys.Select(day => day.Subject).Distinct(StringComparer.Ordinal).ToList()
            : query.Includes(freeze.Subject, settings.Names) ? [settings.Names.Subject(freeze.Subject)!]
            : [];
        for (var date = first > query.From ? first : query.From; date <= last && date <= query.To; date = date.AddDays(1))
        {
            foreach (var subject in subjects)
                Of(subject, date).IsFrozen = true;
        }
    }

    private EventKind KindOf(string type)
    {
        if (!_kinds.TryGetValue(type, out var kind))
            _kinds[type] = kind = DayEntry.KindOf(type, settings.Types);
        return kind;
    }

    private LocalDay Of(string subject, DateOnly date)
    {
        if (!_days.TryGetValue((subject, date), out var day))
            _days[(subject, date)] = day = new LocalDay();
        return day;
    }

    private static string? Worse(string? one, string? other) => RankOf(other) > RankOf(one) ? other : one;

    private static int RankOf(string? severity)
    {
        for (var i = 0; i < EventRules.Severities.Count; i++)
        {
            if (EventRules.Severities[i] == severity)
                return i;
        }
        return -1;
    }
}
