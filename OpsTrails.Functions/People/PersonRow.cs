using System.Globalization;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.People;

/// <summary>People in rows: each by organization and id, and beside them which one is the first owner.</summary>
internal static class PersonRow
{
    public static RowKey Key(OrganizationId organization, string id) => new(KeyText.Join("org", organization.Value), KeyText.Join("p", KeyText.Part(id)));

    /// <summary>Names the person whom a sign-in link lets in; in the partition of the person, so that both are made at once.</summary>
    public static RowKey FirstOwner(OrganizationId organization) => new(KeyText.Join("org", organization.Value), "owner");

    public static Row Write(Person person) => new(Key(person.Organization, person.Id))
    {
        ["Id"] = person.Id,
        ["Organization"] = person.Organization.Value,
        ["Name"] = person.Name,
        ["Role"] = person.Role.Name(),
        ["CreatedAt"] = person.CreatedAt,
        ["Epoch"] = person.Epoch,
        ["Ended"] = string.Join(' ', person.Ended.Select(ended => string.Create(CultureInfo.InvariantCulture, $"{ended.Id}:{ended.Until}"))),
    };

    public static Person Read(Row row) => new()
    {
        Id = row.RequiredText("Id"),
        Organization = OrganizationId.Parse(row.RequiredText("Organization")),
        Name = row.RequiredText("Name"),
        Role = Roles.TryParse(row.RequiredText("Role"), out var role) ? role : throw new InvalidDataException($"Row {row.Key} has an unknown role."),
        CreatedAt = row.RequiredNumber("CreatedAt"),
        Epoch = row.RequiredNumber("Epoch"),
        Ended = [.. row.RequiredText("Ended").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ReadEnded)],
    };

    private static EndedSession ReadEnded(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return new EndedSession(text[..colon], long.Parse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
