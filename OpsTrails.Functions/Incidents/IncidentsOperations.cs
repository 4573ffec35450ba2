using OpsTrails.Core.Incidents;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Incidents;

internal static class IncidentsOperations
{
    private const string Area = "Incidents";

    private const string AnIncident = """
        "ref":"048a2cf9","number":"INC-4711","state":"resolved","subject":"PRODUCTION","source":"BE","severity":"CRITICAL",
        "description":"Checkout answers 500","opened":"2026-11-23T09:54:00.000Z","acknowledged":"2026-11-23T09:56:00.000Z",
        "resolved":"2026-11-23T10:14:00.000Z","durationSeconds":1200,"id":"incident-12","type":"incident.opened",
        "followed":{"rolledBack":{"ref":"b1e5cfd0","id":"run-4712","time":"2026-11-23T10:04:00.000Z","version":null,"secondsAfter":600},
        "hotfix":null,"resolution":{"ref":"6cf1d5f2","id":"incident-12-resolved","time":"2026-11-23T10:14:00.000Z","version":null,
        "secondsAfter":1200}}
        """;

    public static ApiOperation List { get; } =
        new(
            "listIncidents",
            Area,
            "List incidents",
            """
            An incident is made of the events that open, acknowledge, update and resolve it. Events with the same number belong together:
            `incident`, `incidentId`, `incident_id` or `dedup_key` in `data`, a string or a number. Where incidents of several sources share
            the number, the same source comes first. Without a number they are paired by environment and system: each resolution closes the
            newest incident opened before it. Only the events count, not the order in which they are recorded.

            An incident that is never resolved counts as open for `incidents.openFor` of the settings after its newest event, then as
            `notClosed`.

            Newest first by when they were opened. Without `state`, the open ones come first on the first page. `from` and `to` are about
            the opening. Reading all pages returns every incident once.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("state", "The state.")
                {
                    IsRepeatable = true,
                    Values = IncidentStateNames.All,
                    Example = "open",
                },
                .. SharedParameters.Window,
                .. SharedParameters.Filter.Where(parameter => parameter.Name is "subject" or "source"),
                .. SharedParameters.Page,
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "A page of incidents.",
                    typeof(IncidentListAnswer),
                    $$$$"""{"success":true,"data":[{ {{{{AnIncident}}}} }],"nextCursor":null}"""
                ),
            ],
        };

    public static ApiOperation Get { get; } =
        new(
            "getIncident",
            Area,
            "Read one incident",
            """
            Finds the incident by the team's own number, or else by the id or ref of one of its events. Of several incidents with the
            number, it is the newest open one, or else the newest. Adds its events, and the changes in the 2 hours before it, ranked as in
            `getChangesBefore`.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("number", "The team's own number, or the id or ref of an event of the incident.")
                {
                    Place = ParameterPlace.Path,
                    Example = "INC-4711",
                },
                new ApiParameter("source", "The system, where several share the number or the id.") { Example = "BE" },
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The incident.",
                    typeof(Answer<IncidentAnswer>),
                    $$$$"""
                    {"success":true,"data":{ {{{{AnIncident}}}},"events":[{"ref":"048a2cf9","id":"incident-12",
                    "time":"2026-11-23T09:54:00.000Z","type":"incident.opened","phase":"opened","source":"BE","subject":"PRODUCTION",
                    "severity":"CRITICAL","description":"Checkout answers 500"}],
                    "suspects":{"window":{"from":"2026-11-23T07:54:00.000Z","to":"2026-11-23T09:54:00.000Z"},"complete":true,"total":0,
                    "ranked":[]}}}
                    """
                ),
            ],
            Errors = [404],
        };
}
