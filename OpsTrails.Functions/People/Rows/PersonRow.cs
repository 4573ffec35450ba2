using System.Globalization;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.People.Rows;

/// <summary>The rows of a team: one per person, one that names the first owner, and a guard that every change replaces.</summary>
internal static class PersonRow
{
    private const string Prefix = "p";
    private const string FirstOwnerName = "owner";
    private const string GuardName = "owners";

    public static string PartitionOf(OrganizationId organization) => KeyText.Join("org", organization.Value);

    public static RowKey Key(OrganizationId organization, string id) =>
        new(PartitionOf(organization), KeyText.Join(Prefix, KeyText.Part(id)));

    /// <summary>Names the person whom a sign-in link signs in.</summary>
    public static RowKey FirstOwner(OrganizationId organization) => new(PartitionOf(organization), FirstOwnerName);

    /// <summary>Every change of the team replaces this row, so that only one of two concurrent changes is written.</summary>
    public static RowKey Guard(OrganizationId organization) => new(PartitionOf(organization), GuardName);

    /// <summary>Maps an identity at the provider to a person.</summary>
    public static RowKey Identity(OrganizationId organization, ProviderIdentity identity) =>
        new(PartitionOf(organization), KeyText.Join("s", identity.Hash));

    /// <summary>The first owner, the guard and all people, in one query.</summary>
    public static RowRange TeamOf(OrganizationId organization) =>
        RowRange.InPartition(PartitionOf(organization), from: FirstOwnerName, before: Prefix + "~~");

    public static bool IsPerson(Row row) => row.Key.Row.StartsWith(Prefix + "~", StringComparison.Ordinal);

    public static Row Write(Person person) =>
        new(Key(person.Organization, person.Id))
        {
            ["Id"] = person.Id,
            ["Organization"] = person.Organization.Value,
            ["Name"] = person.Name,
            ["Role"] = person.Role.Name(),
            ["CreatedAt"] = person.CreatedAt.Ticks,
            ["Email"] = person.Email,
            ["Issuer"] = person.Identity?.Issuer,
            ["Subject"] = person.Identity?.Subject,
            ["LastSignInAt"] = person.LastSignInAt?.Ticks,
            ["Epoch"] = person.Epoch,
            ["Ended"] = string.Join(
                ' ',
                person.Ended.Select(ended => string.Create(CultureInfo.InvariantCulture, $"{ended.Id}:{ended.Until.Ticks}"))
            ),
        };

    public static Person Read(Row row) =>
        new()
        {
            Id = row.RequiredText("Id"),
            Organization = OrganizationId.Parse(row.RequiredText("Organization")),
            Name = row.RequiredText("Name"),
            Role = Roles.TryParse(row.RequiredText("Role"), out var role)
                ? role
                : throw new InvalidDataException($"Row {row.Key} has an unknown role."),
            CreatedAt = row.RequiredTime("CreatedAt"),
            Email = row.Text("Email"),
            Identity = row.Text("Issuer") is { } issuer ? new ProviderIdentity(issuer, row.RequiredText("Subject")) : null,
            LastSignInAt = row.Time("LastSignInAt"),
            Epoch = row.RequiredNumber("Epoch"),
            Ended = [.. row.RequiredText("Ended").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ReadEnded)],
        };

    private static EndedSession ReadEnded(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var until = long.Parse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return new EndedSession(text[..colon], new Timestamp(until));
    }
}
