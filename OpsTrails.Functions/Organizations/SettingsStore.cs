using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsTrails.Core.Audit;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Organizations;

/// <summary>The settings of organizations: one row each.</summary>
internal sealed class SettingsStore(RevisedRows rows, TimeProvider clock) : IDisposable
{
    /// <summary>The lifetime of cached settings.</summary>
    public static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(5);

    private readonly TtlCache<OrganizationId, OrganizationSettings> _known = new(10_000, CachedFor, clock);

    /// <summary>What types or names mean was changed. Raised within the request that does so, so handlers must not block.</summary>
    public event Action<OrganizationId>? MeaningChanged;

    /// <summary>The settings, at most <see cref="CachedFor"/> old.</summary>
    public async ValueTask<OrganizationSettings> GetAsync(OrganizationId organization, CancellationToken cancel)
    {
        if (_known.TryGet(organization, out var known))
            return known;
        return _known.SetUnlessKnown(organization, (await ReadAsync(organization, cancel)).Content);
    }

    /// <summary>The settings, read from the store.</summary>
    public async Task<Revised<OrganizationSettings>> ReadAsync(OrganizationId organization, CancellationToken cancel) =>
        Read(await rows.ReadAsync(Tables.Settings, Key(organization), cancel));

    /// <summary>Replaces all settings.</summary>
    /// <returns>The settings as they are now, and whether the condition held.</returns>
    public async Task<(Revised<OrganizationSettings> Now, bool Allowed)> ReplaceAsync(
        OrganizationId organization,
        OrganizationSettings settings,
        RevisionCondition condition,
        string by,
        CancellationToken cancel
    )
    {
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json, JsonText.WriterOptions))
            settings.Write(writer);
        var changesMeaning = false;
        var (now, allowed) = await rows.SaveAsync(
            Tables.Settings,
            Key(organization),
            json.WrittenSpan.ToArray(),
            condition,
            by,
            history: null,
            (before, after) =>
            {
                var (former, current) = (Read(before).Content, Read(after).Content);
                changesMeaning = !former.Types.Equals(current.Types) || former.Names.Digest != current.Names.Digest;
                return Audit(before, after);
            },
            cancel
        );
        var read = Read(now);
        _known.Set(organization, read.Content);
        if (allowed && changesMeaning)
            MeaningChanged?.Invoke(organization);
        return (read, allowed);
    }

    public static string PartitionOf(OrganizationId organization) => organization.Value;

    public void Dispose() => _known.Dispose();

    private static AuditEntry? Audit(Revised<byte[]> before, Revised<byte[]> after)
    {
        var changed = Read(after).Content.MembersThatDiffer(Read(before).Content);
        return changed.Count == 0
            ? null
            : new AuditEntry(
                after.UpdatedAt!.Value,
                after.UpdatedBy!,
                AuditActions.SettingsChanged,
                null,
                new JsonObject
                {
                    ["members"] = new JsonArray([.. changed.Select(member => (JsonNode)member)]),
                    ["revision"] = after.Revision,
                }
            );
    }

    private static Revised<OrganizationSettings> Read(Revised<byte[]> row)
    {
        if (row.Revision == 0)
            return new(OrganizationSettings.Default, 0, null, null);
        using var json = JsonDocument.Parse(row.Content);
        var errors = new ValidationErrors();
        var settings =
            OrganizationSettings.Parse(json.RootElement, errors)
            ?? throw new InvalidDataException($"Stored settings are not understood: {errors}");
        return new(settings, row.Revision, row.UpdatedAt, row.UpdatedBy);
    }

    private static RowKey Key(OrganizationId organization) => new(PartitionOf(organization), "settings");
}
