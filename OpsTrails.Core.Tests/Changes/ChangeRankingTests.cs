using CsCheck;
using OpsTrails.Core.Changes;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Core.Tests.Changes;

public sealed class ChangeRankingTests
{
    private static readonly WorkingHours Hours = new(
        new BusinessHours([DayOfWeek.Monday], new TimeOnly(9, 0), new TimeOnly(12, 0)),
        TimeZoneInfo.Utc
    );

    private static readonly Gen<RecordedEvent> AnyEvent = Gen.Select(
            Gen.Frequency((4, Gen.Int[-120, 0]), (1, Gen.Int[-150, 30])),
            OneOf("deployment", "rollback", "migration", "config.change", "cache.purge", "incident", "other"),
            OneOf<string?>(null, "v1", "v2", "v3"),
            OneOf<string?>(null, "PRODUCTION", "STAGING"),
            OneOf("BE", "DB"),
            OneOf<string?>(null, "LOW", "MINOR", "MAJOR", "CRITICAL")
        )
        .Select((minute, type, version, subject, source, severity) => Event("", minute, version, type, subject, source, severity));

    private static readonly Gen<List<RecordedEvent>> Events = AnyEvent
        .Array[0, 30]
        .Select(events => events.Select((e, i) => Renamed(e, $"e-{i}")).ToList());

    private static readonly Gen<IncidentScope> Troubles = Gen.Select(OneOf<string?>(null, "", "PRODUCTION"), OneOf<string?>(null, "BE"))
        .Select(
            (subject, source) =>
                new IncidentScope
                {
                    At = At(0),
                    Window = TimeSpan.FromHours(2),
                    Subject = subject,
                    Source = source,
                }
        );

    private static readonly Gen<WorkingHours?> AnyHours = OneOf(null, Hours);

    [Fact]
    public void The_order_in_which_events_come_does_not_matter() =>
        Gen.Select(Events, Troubles, AnyHours, Gen.Int[0, 1000])
            .Sample(
                (events, incident, hours, seed) =>
                {
                    var shuffled = events.ToArray();
                    new Random(seed).Shuffle(shuffled);

                    var (one, other) = (Rank(incident, events, hours), Rank(incident, shuffled, hours));

                    Assert.Equal(Lines(one), Lines(other));
                    Assert.Equal(one.NotJudged, other.NotJudged);
                }
            );

    [Fact]
    public void Every_event_of_the_window_is_ranked_or_counted_as_no_change() =>
        Gen.Select(Events, Troubles)
            .Sample(
                (events, incident) =>
                {
                    var ranked = Rank(incident, events, Hours);

                    var inWindow = events.Where(e => e.Time >= At(-120) && e.Time <= At(0)).ToList();
                    Assert.Equal(
                        inWindow.Where(e => e.Type != "incident").Select(e => e.Id).Order(),
                        ranked.Changes.Select(change => change.Event.Id).Order()
                    );
                    Assert.Equal(inWindow.Count(e => e.Type == "incident"), ranked.NotChanges);
                }
            );

    [Fact]
    public void Shares_add_up_to_the_score_and_none_is_above_its_most() =>
        Gen.Select(Events, Troubles, AnyHours)
            .Sample(
                (events, incident, hours) =>
                {
                    foreach (var change in Rank(incident, events, hours).Changes)
                    {
                        Assert.Equal(FactorNames.All, change.Factors.Select(factor => factor.Name));
                        Assert.Equal(100, change.Factors.Sum(factor => factor.Of));
                        Assert.All(change.Factors, factor => Assert.InRange(factor.Points ?? 0, 0, factor.Of));
                        Assert.All(change.Factors, factor => Assert.NotEmpty(factor.Why));
                        Assert.Equal(change.Points, change.Factors.Sum(factor => factor.Points ?? 0));
                        Assert.Equal(change.Of, change.Factors.Where(factor => factor.Points is not null).Sum(factor => factor.Of));
                        Assert.Equal((int)Math.Round(100m * change.Points / change.Of, MidpointRounding.AwayFromZero), change.Score);
                    }
                }
            );

    [Fact]
    public void The_most_suspect_come_first_and_of_equals_the_newer() =>
        Gen.Select(Events, Troubles, AnyHours)
            .Sample(
                (events, incident, hours) =>
                {
                    var ranked = Rank(incident, events, hours).Changes;

                    Assert.Equal(
                        ranked
                            .OrderByDescending(change => (decimal)change.Points / change.Of)
                            .ThenByDescending(change => change.Event.Time)
                            .ThenByDescending(change => change.Event.Order),
                        ranked
                    );
                }
            );

    [Fact]
    public void A_change_that_moves_nearer_never_falls_behind_one_that_it_was_before() =>
        Gen.Select(Events, Troubles, Gen.Int[0, 29], Gen.Int[1, 120])
            .Sample(
                (events, incident, index, minutes) =>
                {
                    // Versions and business hours depend on the time, so they are excluded.
                    var plain = events.Where(e => e.Time <= At(0)).Select(e => Renamed(e, e.Id, version: null)).ToList();
                    if (index >= plain.Count)
                        return;
                    var moved = plain[index];
                    var nearer = plain.ToList();
                    nearer[index] = Renamed(moved, moved.Id, version: null, Math.Min(0, Minute(moved.Time) + minutes));

                    var before = Rank(incident, plain, null).Changes.Select(change => change.Event.Id).ToList();
                    var after = Rank(incident, nearer, null).Changes.Select(change => change.Event.Id).ToList();

                    if (before.Contains(moved.Id))
                        Assert.Empty(after.TakeWhile(id => id != moved.Id).Except(before.TakeWhile(id => id != moved.Id)));
                }
            );

    [Fact]
    public void An_unrelated_older_event_does_not_change_the_order_of_the_others() =>
        Gen.Select(Events, Troubles, AnyHours, AnyEvent)
            .Sample(
                (events, incident, hours, added) =>
                {
                    var oldest = events.Select(e => e.Time).Append(At(0)).Min();
                    var unrelated = Event("unrelated", Minute(oldest) - 1, added.Version, added.Type, "LAB", "unrelated", added.Severity);

                    var (without, with) = (Rank(incident, events, hours), Rank(incident, [.. events, unrelated], hours));

                    Assert.Equal(Lines(without), Lines(with).Where(line => !line.StartsWith("unrelated ", StringComparison.Ordinal)));
                }
            );

    [Fact]
    public void A_factor_that_cannot_be_judged_gives_nothing_and_takes_nothing()
    {
        var incident = new IncidentScope
        {
            At = At(0),
            Window = TimeSpan.FromHours(2),
            Subject = "PRODUCTION",
            Source = "BE",
        };

        var change = Assert.Single(Rank(incident, [Event("e", -60, null)], null).Changes);

        Assert.Equal((13 + 35 + 12, 25 + 35 + 12, 83), (change.Points, change.Of, change.Score));
        Assert.Equal(
            ["severity", "newVersion", "outsideBusinessHours"],
            change.Factors.Where(factor => !factor.IsJudged).Select(factor => factor.Name)
        );
    }

    [Fact]
    public void What_was_judged_for_no_change_is_told_once_with_why()
    {
        var incident = new IncidentScope { At = At(0), Window = TimeSpan.FromHours(2) };
        var events = new[] { Event("e-1", -60, null), Event("e-2", -50, "v1", severity: "MAJOR") };

        var ranked = ChangeRanking.Rank(
            incident,
            events,
            VersionPasts.Of(At(0), events, [], TypeMeanings.None, OrganizationNames.None),
            null,
            TypeMeanings.None
        );

        Assert.Equal(
            [
                new UnjudgedFactor("place", "no subject and no source were given"),
                new UnjudgedFactor("newVersion", "no version was sent, or what was here before is not known"),
                new UnjudgedFactor("outsideBusinessHours", "business hours are not set"),
            ],
            ranked.NotJudged
        );
    }

    [Fact]
    public void An_event_is_not_before_itself_and_of_its_moment_only_what_was_recorded_no_later_is()
    {
        var incident = Recorded("incident", 10);
        var scope = IncidentScope.Of(
            new ChangesQuery { Event = "incident", Window = TimeSpan.FromHours(2) },
            incident,
            OrganizationNames.None
        );

        var ranked = Rank(scope, [incident, Recorded("before", 9), Recorded("with", 10), Recorded("after", 11)], null);

        Assert.Equal(["before", "with"], ranked.Changes.Select(change => change.Event.Id).Order());

        static RecordedEvent Recorded(string id, int createdAt) =>
            new()
            {
                Id = id,
                Source = "BE",
                Type = "deployment",
                Time = At(0),
                CreatedAt = At(createdAt),
                Json = ReadOnlyMemory<byte>.Empty,
            };
    }

    [Fact]
    public void The_place_of_an_event_is_meant_unless_another_is_named()
    {
        var incident = Event("e", 0, null, "incident", subject: null);

        var own = IncidentScope.Of(new ChangesQuery { Event = "e", Window = TimeSpan.FromHours(2) }, incident, OrganizationNames.None);
        var other = IncidentScope.Of(
            new ChangesQuery
            {
                Event = "e",
                Window = TimeSpan.FromHours(2),
                Subject = "PRODUCTION",
                Source = "DB",
            },
            incident,
            OrganizationNames.None
        );

        Assert.Equal(("", "BE", At(0)), (own.Subject, own.Source, own.At));
        Assert.Equal(("PRODUCTION", "DB", At(0)), (other.Subject, other.Source, other.At));
    }

    private static RankedChanges Rank(IncidentScope incident, IReadOnlyList<RecordedEvent> events, WorkingHours? hours) =>
        ChangeRanking.Rank(
            incident,
            events,
            VersionPasts.Of(
                incident.At,
                events,
                events.GroupBy(e => (e.Subject, e.Source)).Select(cell => Cell.Merge(null, [.. cell], TypeMeanings.None)),
                TypeMeanings.None,
                OrganizationNames.None
            ),
            hours,
            TypeMeanings.None
        );

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static IEnumerable<string> Lines(RankedChanges ranked) =>
        ranked.Changes.Select(change => $"{change.Event.Id} {change.Points} of {change.Of}: {string.Join(", ", change.Factors)}");

    private static RecordedEvent Renamed(RecordedEvent e, string id) => Renamed(e, id, e.Version);

    private static RecordedEvent Renamed(RecordedEvent e, string id, string? version, int? minute = null) =>
        Event(id, minute ?? Minute(e.Time), version, e.Type, e.Subject, e.Source, e.Severity);
}
