using System.Globalization;
using CsCheck;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using static OpsTrails.Core.Tests.Incidents.IncidentEvents;

namespace OpsTrails.Core.Tests.Incidents;

public sealed class FreezeFoldTests
{
    [Fact]
    public void Without_an_end_it_lasts_30_days() => Assert.Equal("0-720", Fold(Freeze(0)));

    [Fact]
    public void It_ends_when_its_data_says() => Assert.Equal("0-48", Fold(Freeze(0, until: 48)));

    [Fact]
    public void An_end_before_the_beginning_is_the_beginning() => Assert.Equal("4-4", Fold(Freeze(4, until: 2)));

    [Theory]
    [InlineData("freeze.ended")]
    [InlineData("freeze.finished")]
    [InlineData("freeze.cancelled")]
    public void An_event_ends_it(string type) => Assert.Equal("0-5", Fold(Freeze(0, until: 48), Freeze(5, type)));

    [Fact]
    public void An_event_after_the_end_changes_nothing() => Assert.Equal("0-3", Fold(Freeze(0, until: 3), Freeze(5, "freeze.ended")));

    [Fact]
    public void A_further_start_moves_the_end() => Assert.Equal("0-90", Fold(Freeze(0, until: 48), Freeze(5, "freeze.started", until: 90)));

    [Fact]
    public void A_start_after_the_end_is_another_freeze() => Assert.Equal("0-3 5-9", Fold(Freeze(0, until: 3), Freeze(5, until: 9)));

    [Fact]
    public void A_planned_freeze_can_be_cancelled_before_it_begins() =>
        Assert.Equal("100-100", Fold(Freeze(100, until: 200, createdAt: 0), Freeze(5, "freeze.cancelled")));

    [Fact]
    public void A_cancellation_from_before_the_plan_does_not_count() =>
        Assert.Equal("100-200", Fold(Freeze(100, until: 200, createdAt: 8), Freeze(5, "freeze.cancelled")));

    [Fact]
    public void Maintenance_and_freezes_are_apart() => Assert.Equal("0-48", Fold(Freeze(0, until: 48), Freeze(5, "maintenance.ended")));

    [Fact]
    public void The_order_of_recording_does_not_matter() =>
        Gen.Select(Gen.OneOf("freeze", "freeze.started", "freeze.ended", "freeze.cancelled"), Gen.Int[0, 40])
            .Array[1, 12]
            .SelectMany(kinds =>
            {
                var all = kinds.Select((kind, i) => Freeze(i, kind.Item1, until: i + kind.Item2)).ToArray();
                return Gen.Select(Gen.Const(all), Gen.Shuffle(all));
            })
            .Sample((all, shuffled) => Assert.Equal(Fold(all), Fold(shuffled)), iter: 500);

    private static IncidentEvent Freeze(int hour, string type = "freeze", int? until = null, int? createdAt = null) =>
        Event(hour, type) with
        {
            Until = until is { } end ? At(end) : null,
            CreatedAt = At(createdAt ?? hour),
        };

    private static string Fold(params IncidentEvent[] events) =>
        string.Join(
            ' ',
            FreezeFold
                .Fold(events, EventKind.Freeze, TypeMeanings.None)
                .Select(freeze => string.Create(CultureInfo.InvariantCulture, $"{Hour(freeze.From)}-{Hour(freeze.Until)}"))
        );

    private static int Hour(Timestamp time) => (int)(time - At(0)).TotalHours;
}
