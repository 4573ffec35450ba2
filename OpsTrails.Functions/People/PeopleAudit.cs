using System.Text.Json.Nodes;
using OpsTrails.Core.Audit;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Functions.People;

/// <summary>Audit entries about the team. They hold names, because a removed person no longer has one.</summary>
internal static class PeopleAudit
{
    public static string NameOf(Person person) => "person:" + person.Id;

    public static AuditEntry Joined(Person person, Invitation? invitation) =>
        new(
            person.CreatedAt,
            NameOf(person),
            AuditActions.PersonJoined,
            NameOf(person),
            new JsonObject
            {
                ["name"] = person.Name,
                ["role"] = person.Role.Name(),
                ["via"] = ViaOf(person),
                ["invitation"] = invitation is null ? null : NameOf(invitation),
            }
        );

    public static AuditEntry RoleChanged(Person before, Person after, string by, Timestamp at) =>
        new(
            at,
            by,
            AuditActions.PersonRole,
            NameOf(after),
            new JsonObject
            {
                ["name"] = after.Name,
                ["from"] = before.Role.Name(),
                ["to"] = after.Role.Name(),
            }
        );

    public static AuditEntry Removed(Person person, string by, Timestamp at) =>
        new(at, by, AuditActions.PersonRemoved, NameOf(person), new JsonObject { ["name"] = person.Name, ["role"] = person.Role.Name() });

    public static AuditEntry Made(Invitation invitation) =>
        new(
            invitation.CreatedAt,
            invitation.CreatedBy,
            AuditActions.InvitationMade,
            NameOf(invitation),
            new JsonObject { ["role"] = invitation.Role.Name(), ["expiresAt"] = invitation.ExpiresAt.ToString() }
        );

    public static AuditEntry Revoked(Invitation invitation, string by, Timestamp at) =>
        new(at, by, AuditActions.InvitationRevoked, NameOf(invitation), new JsonObject { ["role"] = invitation.Role.Name() });

    public static AuditEntry Accepted(Invitation invitation, Person by) =>
        new(
            by.CreatedAt,
            NameOf(by),
            AuditActions.InvitationAccepted,
            NameOf(invitation),
            new JsonObject { ["role"] = invitation.Role.Name(), ["createdBy"] = invitation.CreatedBy }
        );

    public static AuditEntry LinkMade(string by, Timestamp at, Timestamp expiresAt) =>
        new(at, by, AuditActions.SignInLinkMade, null, new JsonObject { ["expiresAt"] = expiresAt.ToString() });

    public static string ViaOf(Person person) => person.Identity is null ? "link" : "openid";

    private static string NameOf(Invitation invitation) => "invitation:" + invitation.Id;
}
