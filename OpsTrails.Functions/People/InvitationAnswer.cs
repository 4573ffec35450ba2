using System.ComponentModel;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.People;

internal sealed record InvitationAnswer(
    string Id,
    [property: Description("VIEWER, MEMBER, ADMIN or OWNER.")] string Role,
    string? Note,
    string CreatedAt,
    string CreatedBy,
    string ExpiresAt,
    [property: Description("Who joined with it; null when not accepted.")] string? AcceptedBy,
    string? AcceptedAt,
    string? RevokedAt
)
{
    public static InvitationAnswer Of(Invitation invitation) =>
        new(
            invitation.Id,
            invitation.Role.Name(),
            invitation.Note,
            invitation.CreatedAt.ToString(),
            invitation.CreatedBy,
            invitation.ExpiresAt.ToString(),
            invitation.AcceptedBy,
            invitation.AcceptedAt?.ToString(),
            invitation.RevokedAt?.ToString()
        );
}

internal sealed record MadeInvitationAnswer(
    string Id,
    string Role,
    string? Note,
    string CreatedAt,
    string CreatedBy,
    string ExpiresAt,
    string? AcceptedBy,
    string? AcceptedAt,
    string? RevokedAt,
    [property: Description("The link to join with. Only this answer contains it."), Secret] string Url
)
{
    public static MadeInvitationAnswer Of(Invitation invitation, string url) =>
        new(
            invitation.Id,
            invitation.Role.Name(),
            invitation.Note,
            invitation.CreatedAt.ToString(),
            invitation.CreatedBy,
            invitation.ExpiresAt.ToString(),
            invitation.AcceptedBy,
            invitation.AcceptedAt?.ToString(),
            invitation.RevokedAt?.ToString(),
            url
        );
}

internal sealed record InspectedInvitationAnswer(
    [property: Description("The organization's name; empty when not set.")] string Organization,
    string Role,
    string ExpiresAt
)
{
    public static InspectedInvitationAnswer Of(Invitation invitation, OrganizationSettings organization) =>
        new(organization.Name, invitation.Role.Name(), invitation.ExpiresAt.ToString());
}
