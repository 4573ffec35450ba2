using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People;

/// <summary>Invitations share a partition with people, so that one transaction accepts an invitation and creates the person.</summary>
internal static class InvitationRow
{
    private const string Prefix = "i";
    private const int DigitsOfId = 16;

    /// <summary>The start of the token's hash, so that a token finds its row. It doesn't reveal the token.</summary>
    public static string IdOf(string hash) => "i" + hash[..DigitsOfId];

    public static RowKey Key(OrganizationId organization, string id) =>
        new(PersonRow.PartitionOf(organization), KeyText.Join(Prefix, KeyText.Part(id)));

    public static RowRange ListOf(OrganizationId organization) => RowRange.WithPrefix(PersonRow.PartitionOf(organization), Prefix);

    public static Row Write(Invitation invitation) =>
        new(Key(invitation.Organization, invitation.Id))
        {
            ["Id"] = invitation.Id,
            ["Organization"] = invitation.Organization.Value,
            ["Hash"] = invitation.Hash,
            ["Role"] = invitation.Role.Name(),
            ["Note"] = invitation.Note,
            ["CreatedAt"] = invitation.CreatedAt.Ticks,
            ["CreatedBy"] = invitation.CreatedBy,
            ["ExpiresAt"] = invitation.ExpiresAt.Ticks,
            ["AcceptedBy"] = invitation.AcceptedBy,
            ["AcceptedAt"] = invitation.AcceptedAt?.Ticks,
            ["RevokedAt"] = invitation.RevokedAt?.Ticks,
        };

    public static Invitation Read(Row row) =>
        new()
        {
            Id = row.RequiredText("Id"),
            Organization = OrganizationId.Parse(row.RequiredText("Organization")),
            Hash = row.RequiredText("Hash"),
            Role = Roles.TryParse(row.RequiredText("Role"), out var role)
                ? role
                : throw new InvalidDataException($"Row {row.Key} has an unknown role."),
            Note = row.Text("Note"),
            CreatedAt = row.RequiredTime("CreatedAt"),
            CreatedBy = row.RequiredText("CreatedBy"),
            ExpiresAt = row.RequiredTime("ExpiresAt"),
            AcceptedBy = row.Text("AcceptedBy"),
            AcceptedAt = row.Time("AcceptedAt"),
            RevokedAt = row.Time("RevokedAt"),
        };
}
