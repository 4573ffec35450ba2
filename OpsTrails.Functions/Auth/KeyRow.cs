using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Auth;

/// <summary>A key has two rows: by organization and id for the list, and by hash for authentication, which reads no other row.</summary>
internal static class KeyRow
{
    private const string ByHash = "hash";

    public static string PartitionOf(OrganizationId organization) => KeyText.Join("org", organization.Value);

    public static RowKey Listed(OrganizationId organization, string id) => new(PartitionOf(organization), id);

    /// <summary>Key ids start with k. Audit entries share the partition.</summary>
    public static RowRange ListOf(OrganizationId organization) => RowRange.InPartition(PartitionOf(organization), from: "k", before: "l");

    public static RowKey Lookup(string hash) => new(ByHash, hash);

    public static Row Write(RowKey at, IssuedKey key)
    {
        return new Row(at)
        {
            ["Id"] = key.Id,
            ["Organization"] = key.Organization.Value,
            ["Name"] = key.Name,
            ["Scope"] = key.Scope.Name(),
            ["Hash"] = key.Hash,
            ["Displayed"] = key.Displayed,
            ["Creator"] = key.Creator,
            ["CreatedAt"] = key.CreatedAt.Ticks,
            ["ExpiresAt"] = key.ExpiresAt?.Ticks,
            ["LastUsedAt"] = key.LastUsedAt?.Ticks,
            ["RevokedAt"] = key.RevokedAt?.Ticks,
            ["McpCalls"] = key.McpCalls == 0 ? null : key.McpCalls,
        };
    }

    public static IssuedKey Read(Row row) =>
        new()
        {
            Id = row.RequiredText("Id"),
            Organization = OrganizationId.Parse(row.RequiredText("Organization")),
            Name = row.RequiredText("Name"),
            Scope = KeyScopes.TryParse(row.RequiredText("Scope"), out var scope)
                ? scope
                : throw new InvalidDataException($"Row {row.Key} has an unknown scope."),
            Hash = row.RequiredText("Hash"),
            Displayed = row.RequiredText("Displayed"),
            Creator = row.RequiredText("Creator"),
            CreatedAt = row.RequiredTime("CreatedAt"),
            ExpiresAt = row.Time("ExpiresAt"),
            LastUsedAt = row.Time("LastUsedAt"),
            RevokedAt = row.Time("RevokedAt"),
            McpCalls = row.Number("McpCalls") ?? 0,
        };
}
