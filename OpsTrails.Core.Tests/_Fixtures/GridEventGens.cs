using CsCheck;
using OpsTrails.Core.Events;

namespace OpsTrails.Core.Tests.Fixtures;

/// <summary>
/// Events of few cells and times, from four days before noon to one day after, so that they repeat, collide and overflow the cells.
/// </summary>
internal static class GridEventGens
{
    public static readonly Gen<int> Minute = Gen.Frequency(
        (3, Gen.Int[-4 * 1440, 1440]),
        (2, Gen.Int[-12, 12].Select(hour => hour * 60)),
        (1, Gen.Int[-3, 3])
    );

    /// <summary>What the types of these events mean: <c>arrives</c>, <c>starts</c>, <c>fails</c>, <c>back</c> or nothing.</summary>
    public static readonly IReadOnlyDictionary<string, string> Meanings = new Dictionary<string, string>
    {
        ["deployment"] = "arrives",
        ["rollback"] = "back",
        ["com.example.Rollback"] = "back",
        ["dev.cdevents.service.rolledback.0.3.0"] = "back",
        ["DEPLOYMENT_REVERTED"] = "back",
        ["rollback.failed"] = "fails",
        ["deployment.started"] = "starts",
        ["deployment-finished"] = "arrives",
        ["DeploymentFailed"] = "fails",
        ["deployment.cancelled"] = "cancels",
        ["dev.cdevents.service.deployed.0.3.0"] = "arrives",
        ["db-migration"] = "arrives",
        ["something.of.our.own"] = "arrives",
        ["cache-purge"] = "",
        ["incident"] = "",
        ["test.passed"] = "",
    };

    private static readonly Gen<RecordedEvent> Event = Gen.Select(
            Minute,
            Gen.Frequency(
                (8, Gen.Const("deployment")),
                (6, Gen.Const("rollback")),
                (6, Gen.OneOf([.. Meanings.Keys.Select(type => Gen.Const(type))]))
            ),
            Gen.Frequency((1, Gen.Const(() => (string?)null)), (1, Gen.Int[1, 6].Select(version => (string?)$"v{version}"))),
            Gen.Frequency((6, Gen.Const<string?>("PRODUCTION")), (2, Gen.Const<string?>("STAGING")), (1, Gen.Const(() => (string?)null))),
            Gen.Frequency((5, Gen.Const("BE")), (1, Gen.Const("//github.com/org/repo")))
        )
        .Select((minute, type, version, subject, source) => GridEvents.Event("", minute, version, type, subject, source));

    /// <summary>
    /// Minutes from the event to its recording, sometimes negative for an event dated ahead, and its place in the request.
    /// </summary>
    private static readonly Gen<(int After, int Place)> Recorded = Gen.Select(
        Gen.Frequency((4, (IGen<int>)Gen.Const(0)), (2, Gen.Int[0, 3]), (1, Gen.Int[0, 2_000]), (1, Gen.Int[-600, -1])),
        Gen.Int[0, 2]
    );

    /// <summary>Groups in order of arrival, in any order of time, some of them repeated.</summary>
    public static Gen<List<RecordedEvent[]>> Groups(int most) =>
        Gen.Select(Event.Array[1, most], Recorded.Array[most], Gen.Int[1, 9], Gen.Int[0, 10])
            .Select(
                (events, recorded, size, repeated) =>
                {
                    RecordedEvent[] named =
                    [
                        .. events.Select(
                            (e, i) =>
                                GridEvents.Event(
                                    $"e-{i}",
                                    GridEvents.Minute(e.Time),
                                    e.Version,
                                    e.Type,
                                    e.Subject,
                                    e.Source,
                                    recordedAfter: recorded[i].After,
                                    place: recorded[i].Place
                                )
                        ),
                    ];
                    return named.Concat(named.Take(repeated)).Chunk(size).ToList();
                }
            );
}
