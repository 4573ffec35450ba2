using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OpsTrails.Core.Audit;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Auth;

/// <summary>Issues, finds, lists and revokes keys.</summary>
internal sealed class KeyStore(ITableStore store, TimeProvider clock) : IDisposable
{
    /// <summary>The lifetime of cached keys: well under the 10 s in which a revoked key must stop working.</summary>
    public static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(5);

    private const int MaxKeys = 10_000;

    private readonly TtlCache<string, IssuedKey?> _known = new(MaxKeys, CachedFor, clock);
    private readonly TtlCache<string, bool> _worked = new(MaxKeys, TimeSpan.FromHours(1), clock);

    /// <summary>Creates a key. Only the result contains the secret.</summary>
    public async Task<(IssuedKey Issued, ApiKey Secret)> IssueAsync(
        OrganizationId organization,
        string name,
        KeyScope scope,
        Timestamp? expiresAt,
        string creator,
        CancellationToken cancel
    )
    {
        var secret = ApiKey.New();
        var issued = new IssuedKey
        {
            Id = "k" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 11),
            Organization = organization,
            Name = name,
            Scope = scope,
            Hash = secret.Hash,
            Displayed = secret.Displayed,
            Creator = creator,
            CreatedAt = Timestamp.From(clock.GetUtcNow()),
            ExpiresAt = expiresAt,
        };

        // Write the listed row first: a key that works can always be seen and revoked. All are upserts, because a retry may find its own
        // rows.
        var listed = KeyRow.Listed(organization, issued.Id);
        await store.WriteAsync(
            Tables.Keys,
            [Storage.Write.Upsert(KeyRow.Write(listed, issued)), AuditRow.Keep(listed.Partition, IssuedBy(creator, issued))],
            cancel
        );
        await store.WriteAsync(Tables.Keys, [Storage.Write.Upsert(KeyRow.Write(KeyRow.Lookup(issued.Hash), issued))], cancel);
        return (issued, secret);
    }

    /// <summary>The key with this hash, at most <see cref="CachedFor"/> old; null when there is none.</summary>
    public async ValueTask<IssuedKey?> FindAsync(string hash, CancellationToken cancel)
    {
        if (_known.TryGet(hash, out var known))
            return known;
        var row = await store.ReadAsync(Tables.Keys, KeyRow.Lookup(hash), cancel);
        var key = _known.SetUnlessKnown(hash, row is null ? null : KeyRow.Read(row));
        if (key is not null)
            SetWorked(hash);
        return key;
    }

    /// <summary>Whether this instance has seen the key work within the last hour.</summary>
    public bool WorkedLately(string hash) => _worked.TryGet(hash, out _);

    public void SetWorked(string hash) => _worked.Set(hash, true);

    /// <summary>The organization's keys, newest first, revoked ones too.</summary>
    public async Task<IReadOnlyList<IssuedKey>> ListAsync(OrganizationId organization, CancellationToken cancel)
    {
        var keys = await store.ReadAllAsync(Tables.Keys, KeyRow.ListOf(organization), cancel).Select(KeyRow.Read).ToListAsync(cancel);
        return [.. keys.OrderByDescending(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal)];
    }

    /// <returns>The key as it is now; null when the organization has none with this id.</returns>
    public async Task<IssuedKey?> RevokeAsync(OrganizationId organization, string id, string by, CancellationToken cancel)
    {
        var listed = KeyRow.Listed(organization, KeyText.Part(id));
        if (await store.ReadAsync(Tables.Keys, listed, cancel) is not { } found)
            return null;
        var key = KeyRow.Read(found);
        await store.WriteAsync(Tables.Keys, [Storage.Write.Delete(KeyRow.Lookup(key.Hash))], cancel);
        _known.Set(key.Hash, null);

        var now = Timestamp.From(clock.GetUtcNow());
        var row = await RowMerges.MergeAsync(
            store,
            Tables.Keys,
            listed,
            found,
            current =>
                current is null || current.Time("RevokedAt") is not null
                    ? null
                    : KeyRow.Write(listed, KeyRow.Read(current) with { RevokedAt = now }),
            alongside: _ =>
                AuditRow.Keep(
                    listed.Partition,
                    new AuditEntry(
                        now,
                        by,
                        AuditActions.KeyRevoked,
                        "key:" + key.Id,
                        new JsonObject { ["name"] = key.Name, ["scope"] = key.Scope.Name() }
                    )
                )
        );
        return KeyRow.Read(row);
    }

    /// <summary>Records that a key was used, at most once an hour.</summary>
    public Task RecordUseAsync(IssuedKey key, Timestamp now)
    {
        var listed = KeyRow.Listed(key.Organization, key.Id);
        return RowMerges.MergeAsync(
            store,
            Tables.Keys,
            listed,
            null,
            current =>
                current is null || (now - current.Time("LastUsedAt"))?.Duration() < TimeSpan.FromHours(1)
                    ? null
                    : KeyRow.Write(listed, KeyRow.Read(current) with { LastUsedAt = now })
        );
    }

    /// <summary>Adds to the tool calls of a key. A write whose response was lost may count twice.</summary>
    public Task AddMcpCallsAsync(OrganizationId organization, string id, long calls)
    {
        var listed = KeyRow.Listed(organization, id);
        return RowMerges.MergeAsync(
            store,
            Tables.Keys,
            listed,
            null,
            current =>
                current is null || calls == 0
                    ? null
                    : KeyRow.Write(listed, KeyRow.Read(current) with { McpCalls = KeyRow.Read(current).McpCalls + calls })
        );
    }

    private static AuditEntry IssuedBy(string creator, IssuedKey key) =>
        new(
            key.CreatedAt,
            creator,
            AuditActions.KeyIssued,
            "key:" + key.Id,
            new JsonObject
            {
                ["name"] = key.Name,
                ["scope"] = key.Scope.Name(),
                ["expiresAt"] = key.ExpiresAt?.ToString(),
            }
        );

    public void Dispose()
    {
        _known.Dispose();
        _worked.Dispose();
    }
}
