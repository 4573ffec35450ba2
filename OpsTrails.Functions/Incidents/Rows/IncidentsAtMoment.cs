using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Incidents.Rows;

/// <summary>The open incidents and the freezes of a moment, in one request per 1,000.</summary>
internal sealed class IncidentsAtMoment(IncidentIndex index)
{
    /// <summary>How far back a moment of the past is looked at.</summary>
    private static readonly TimeSpan Past = TimeSpan.FromDays(30);

    /// <summary>How far ahead planned freezes are shown.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(30);

    /// <param name="organization">The organization.</param>
    /// <param name="at">The moment, inclusive.</param>
    /// <param name="isPast">Whether the moment is before now, so that some of what was open then has ended since.</param>
    /// <param name="own">The organization's settings.</param>
    /// <param name="cancel">Cancels the read.</param>
    public async Task<OpenAtMoment> ReadAsync(
        OrganizationId organization,
        Timestamp at,
        bool isPast,
        OrganizationSettings own,
        CancellationToken cancel
    )
    {
        var from = Timestamp.Max(Timestamp.MinValue, at - Past);
        var ahead = Timestamp.Min(Timestamp.MaxValue, at + Ahead);
        var read = isPast
            ? await index.ReadBegunAsync(organization, from, ahead, IncidentRules.Of(own), cancel)
            : await index.ReadOpenAsync(organization, at, kind: null, IncidentRules.Of(own), cancel);
        return new OpenAtMoment(
            at,
            [
                .. read
                    .Incidents.Where(incident => incident.Opened <= at)
                    .Select(incident => (incident, incident.StateAt(at, own.Incidents.OpenFor)))
                    .Where(open => IncidentsQuery.IsOpen(open.Item2))
                    .OrderByDescending(open => open.incident.Opened)
                    .ThenBy(open => open.incident.Hash, StringComparer.Ordinal),
            ],
            [
                .. read
                    .Freezes.Where(freeze => freeze.Until > at && freeze.Until > freeze.From && freeze.From < ahead)
                    .OrderBy(freeze => freeze.From)
                    .ThenBy(freeze => freeze.Hash, StringComparer.Ordinal),
            ],
            isPast ? from : null,
            read.IsRecomputing
        );
    }
}

/// <param name="At">The moment.</param>
/// <param name="Incidents">The open incidents with their states, newest first.</param>
/// <param name="Freezes">Those that are active or planned, in the order in which they begin.</param>
/// <param name="From">Only what began at this time or later is known. Null when everything is.</param>
/// <param name="IsRecomputing">Whether some of it rests on other meanings of types.</param>
internal sealed record OpenAtMoment(
    Timestamp At,
    IReadOnlyList<(IncidentSummary Incident, IncidentState State)> Incidents,
    IReadOnlyList<Freeze> Freezes,
    Timestamp? From,
    bool IsRecomputing
);
