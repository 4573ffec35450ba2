using OpsTrails.Core.Changes;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Changes;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Incidents;

/// <summary><c>GET /api/v1/incidents/{number or ref}</c>: one incident, with its events and the changes before it.</summary>
internal static class GetIncident
{
    private const int MaxSources = 10;
    private const string NoIncident = "No incident has this number, and no event of one has this id or ref.";

    private static readonly TimeSpan Window = TimeSpan.FromHours(2);

    public static async Task HandleAsync(HttpContext context, IncidentLookup lookup, IncidentDetails details, SettingsStore settings)
    {
        var errors = new ValidationErrors();
        var given = Parameters.Read(QueryParameters.Of(context.Request), ["source"], errors);
        if (errors.Any)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }
        var organization = Caller.Of(context).Organization;
        var own = await settings.GetAsync(organization, context.RequestAborted);
        var named = await lookup.FindAsync(
            organization,
            GetEvent.IdOf(context),
            given.One("source"),
            IncidentRules.Of(own),
            context.RequestAborted
        );
        await (
            named switch
            {
                { Incident: { } incident } => context.WriteDataAsync(
                    await details.ReadAsync(organization, incident, own, context.RequestAborted),
                    IncidentsJson.Default.AnswerIncidentAnswer
                ),
                { Sources.Count: > 1 } => context.WriteErrorAsync(ApiError.Validation("source: " + Problem(named.Sources))),
                { Event.IsAmbiguous: true } => context.WriteErrorAsync(
                    ApiError.Validation($"{(named.Event.IsRef ? "number" : "source")}: {named.Event.Problem}")
                ),
                _ => context.WriteErrorAsync(ApiError.NotFound(NoIncident)),
            }
        );
    }

    /// <summary>Asks for the changes before the opening event.</summary>
    public static ChangesQuery ChangesBefore(Incident incident) =>
        new()
        {
            Event = incident.Summary.Id,
            Source = incident.Summary.Source,
            Window = Window,
        };

    private static string Problem(IReadOnlyList<string> sources)
    {
        var more = sources.Count > MaxSources ? $" and {sources.Count - MaxSources} more" : "";
        return $"Incidents of {sources.Count} sources have this number: "
            + $"{string.Join(", ", sources.Take(MaxSources).Select(ValidationErrors.Quote))}{more}; send source to choose one";
    }
}

/// <summary>Reads what the answer adds to an incident.</summary>
internal sealed class IncidentDetails(ChangesBefore changes, FollowUpReader followUps, TimeProvider clock)
{
    public async Task<IncidentAnswer> ReadAsync(
        OrganizationId organization,
        Incident incident,
        OrganizationSettings own,
        CancellationToken cancel
    )
    {
        var following = followUps.ReadAsync(organization, [incident.Summary], own, cancel);
        var ranking = changes.FindAsync(organization, GetIncident.ChangesBefore(incident), cancel);
        await Task.WhenAll(following, ranking);
        var state = incident.Summary.StateAt(Timestamp.From(clock.GetUtcNow()), own.Incidents.OpenFor);
        return IncidentAnswer.Of(new ShownIncident(incident.Summary, state, (await following)[0])) with
        {
            Events = [.. incident.Entries.Select(IncidentEventAnswer.Of)],
            Suspects = (await ranking).Found is { } found ? SuspectsAnswer.Of(found) : null,
        };
    }
}
