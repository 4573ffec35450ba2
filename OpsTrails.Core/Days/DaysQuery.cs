using System.Globalization;
using OpsTrails.Core.Input;
using OpsTrails.Core.Names;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Days;

/// <summary>A query for days of a time zone.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, inclusive. Not after today.</param>
/// <param name="Zone">The time zone of the days.</param>
/// <param name="Subjects">Environments or groups; empty text for events without one. Empty for all.</param>
public sealed record DaysQuery(DateOnly From, DateOnly To, TimeZoneInfo Zone, IReadOnlyList<string> Subjects)
{
    public const int MaxDays = 400;
    public const int MaxSubjects = 100;

    /// <summary>Eight weeks.</summary>
    private const int DefaultDays = 56;

    private static readonly string[] Known = ["from", "to", "timezone", "subject"];

    /// <summary>The start of the window.</summary>
    public Timestamp Start => LocalTime.ToUtc(From.ToDateTime(TimeOnly.MinValue), Zone);

    /// <summary>The end of the window, exclusive.</summary>
    public Timestamp End =>
        To == DateOnly.MaxValue ? Timestamp.MaxValue : LocalTime.ToUtc(To.AddDays(1).ToDateTime(TimeOnly.MinValue), Zone);

    /// <param name="parameters">Each name once, with all its values.</param>
    /// <param name="zone">The zone to use without a <c>timezone</c> parameter.</param>
    /// <param name="now">The time that relative times start from.</param>
    /// <param name="errors">Receives every error.</param>
    /// <returns>Null if an error was added.</returns>
    public static DaysQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        TimeZoneInfo zone,
        DateTimeOffset now,
        ValidationErrors errors
    )
    {
        var given = Parameters.Read(parameters, Known, errors);
        var asked = ReadZone(given, errors) ?? zone;

        // Days are dates of a zone, so a bare date needs no parameter for it.
        var window = TimeWindow.Parse(given.One("from"), given.One("to"), asked, now, errors);
        var subjects = given.All("subject").Distinct(StringComparer.Ordinal).ToList();
        if (subjects.Count > MaxSubjects)
            errors.Add("subject", $"has {subjects.Count} values, at most {MaxSubjects}");
        if (errors.Any)
            return null;

        var today = DateOf(Timestamp.From(now), asked);
        var to = window.To is { } end ? DateOf(end > Timestamp.MinValue ? end.Previous() : end, asked) : today;
        var from = window.From is { } start ? DateOf(start, asked) : to.AddDays(-Math.Min(DefaultDays - 1, to.DayNumber));
        if (from > today)
            errors.Add("from", $"{Text(from)} is after today, {Text(today)}. Days that lie ahead aren't counted");
        to = to > today ? today : to;
        if (to >= from && to.DayNumber - from.DayNumber >= MaxDays)
            errors.Add("from", $"the window has {to.DayNumber - from.DayNumber + 1} days, at most {MaxDays}. Send a later from");
        return errors.Any ? null : new DaysQuery(from, to < from ? from : to, asked, subjects);
    }

    public bool Includes(string? subject, OrganizationNames names) =>
        Subjects.Count == 0
        || Subjects.Any(asked =>
            asked.Length == 0 || subject is null
                ? asked.Length == 0 && subject is null
                : names.SubjectsOf(asked).Contains(subject, StringComparer.Ordinal)
        );

    private static TimeZoneInfo? ReadZone(Parameters given, ValidationErrors errors)
    {
        if (given.One("timezone") is not { } name)
            return null;
        if (!LocalTime.TryFindZone(name, out var zone))
            errors.Add("timezone", LocalTime.UnknownZone(name));
        return zone;
    }

    private static string Text(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);

    private static DateOnly DateOf(Timestamp time, TimeZoneInfo zone) => DateOnly.FromDateTime(LocalTime.FromUtc(time, zone));
}
