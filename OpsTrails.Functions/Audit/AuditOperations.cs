using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Audit;

internal static class AuditOperations
{
    private const string Area = "Organization";

    public static ApiOperation List { get; } =
        new(
            "listAudit",
            Area,
            "List the audit log",
            """
            Changes to settings, context, keys and team, deleted events and removals of the demo, newest first. An entry was written
            together with its change. Needs the role ADMIN or OWNER, or a key of scope ADMIN. Actions: `key.issued`, `key.revoked`,
            `settings.changed`, `context.changed`, `invitation.made`, `invitation.revoked`, `invitation.accepted`, `person.joined`,
            `person.role`, `person.removed`, `sign-in-link.made`, `event.deleted`, `demo.removed`.
            """
        )
        {
            Parameters = SharedParameters.Page,
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The entries.",
                    typeof(ListAnswer<AuditEntryAnswer>),
                    """
                    {"success":true,"data":[{"id":"2515938275999999999~0f3e5c1d2b4a6978","at":"2026-11-23T09:00:00.000Z",
                    "by":"person:p7h2m9q4x1ab","byName":"Ada",
                    "action":"settings.changed","target":null,"details":{"members":["name"],"revision":2}}],"nextCursor":null}
                    """
                ),
            ],
        };
}
