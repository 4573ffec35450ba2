using CsCheck;
using OpsTrails.Core.Incidents;
using static OpsTrails.Core.Tests.Incidents.IncidentEvents;

namespace OpsTrails.Core.Tests.Incidents;

public sealed class IncidentGroupTests
{
    private static readonly Gen<List<IncidentEvent>> History = Gen.Select(
            Gen.OneOf("o", "o", "a", "r", "r", "u", "."),
            Gen.OneOf("", "@FE", "@OPS")
        )
        .Array[0, 50]
        .SelectMany(words =>
            Gen.OneOf("", "#7").Select(number => Read(string.Join(' ', words.Select(word => word.Item1 + number + word.Item2))))
        );

    [Fact]
    public void A_history_recorded_in_any_order_grouped_and_twice_gives_the_naive_incidents() =>
        History
            .SelectMany(all => Gen.Select(Gen.Const(all), Gen.Shuffle(all.Concat(all).ToArray()), Gen.Int[1, 9]))
            .Sample(
                (all, sent, size) =>
                {
                    var group = IncidentGroup.Empty;
                    foreach (var some in sent.Chunk(size))
                    {
                        group = group.With(some);
                        group = group.Cut(IncidentFold.Fold(group.Events, IncidentRules.None));
                    }

                    Assert.Equal(NaiveIncidents.Show(all), Fold(group.Events));
                },
                iter: 3_000
            );

    [Fact]
    public void An_id_that_is_recorded_again_takes_the_place_of_its_former_event_whatever_comes_first()
    {
        var former = Event(0, "incident");
        var anew = former with { CreatedAt = former.CreatedAt.Next(), Description = "anew" };

        Assert.Equal([anew], IncidentGroup.Empty.With([former]).With([anew]).Events);
        Assert.Equal([anew], IncidentGroup.Empty.With([anew]).With([former]).Events);
    }

    [Fact]
    public void Past_60_events_the_oldest_are_cut_and_no_longer_added()
    {
        var all = Enumerable.Range(0, 100).Select(hour => Event(hour, hour % 2 == 0 ? "incident" : "incident.resolved")).ToList();

        var group = IncidentGroup.Empty.With(all);
        group = group.Cut(IncidentFold.Fold(group.Events, IncidentRules.None));

        Assert.Equal((60, At(39)), (group.Events.Count, group.Floor!.Value.Time));
        Assert.Equal(60, group.With(all).Events.Count);
        Assert.Equal(30, IncidentFold.Fold(group.Events, IncidentRules.None).Count);
    }

    [Fact]
    public void The_opening_event_of_a_kept_incident_is_kept()
    {
        var all = Enumerable.Range(0, 100).Select(hour => Event(hour, hour == 0 ? "incident" : "incident.updated", "7")).ToList();

        var group = IncidentGroup.Empty.With(all);
        group = group.Cut(IncidentFold.Fold(group.Events, IncidentRules.None));

        Assert.Equal("0-", Fold(group.Events));
        Assert.Equal(61, group.Events.Count);
    }

    [Fact]
    public void Long_texts_leave_room_for_fewer_events()
    {
        var all = Enumerable
            .Range(0, 60)
            .Select(hour =>
                Event(hour, description: new string('é', 200), source: new string('é', 500)) with
                {
                    Hints = new string('é', 1_000),
                }
            )
            .ToList();

        var group = IncidentGroup.Empty.With(all);
        group = group.Cut(IncidentFold.Fold(group.Events, IncidentRules.None));

        Assert.Equal(37, group.Events.Count);
        Assert.Equal(At(22), group.Floor!.Value.Time);
    }
}
