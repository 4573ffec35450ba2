using System.Security.Cryptography;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Storage;

/// <summary>
/// Advisory leases: they let one instance do a kind of work for an organization. If two instances do it anyway, the result is the same. An
/// abandoned lease expires after seconds. One that ends later than a lease can was written by a wrong clock, and counts as none.
/// </summary>
internal sealed class Leases(ITableStore store, TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan RenewedAfter = TimeSpan.FromSeconds(5);

    private readonly string _owner = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <param name="organization">The organization.</param>
    /// <param name="work">The kind of work, used in the key of the row.</param>
    /// <returns>Null if another instance holds the lease.</returns>
    public async Task<Held?> TakeAsync(OrganizationId organization, string work)
    {
        var key = new RowKey(organization.Value, work);
        var (now, takenAt) = (clock.GetUtcNow(), clock.GetTimestamp());
        var there = await store.ReadAsync(Tables.Leases, key, CancellationToken.None);
        if (there is not null && there.Text("Owner") != _owner && IsValidAt(now, there.Number("Until")))
            return null;
        var wanted = NewRow(key);
        var result = await store.WriteAsync(
            Tables.Leases,
            [there is null ? Write.Add(wanted) : Write.Replace(wanted, there.ETag!)],
            CancellationToken.None
        );

        // Either another instance was faster, or an earlier attempt succeeded. In doubt, the next attempt does the work.
        return result.Succeeded ? new Held(this, wanted.WithETag(result.ETags[0]!), takenAt) : null;
    }

    private static bool IsValidAt(DateTimeOffset now, long? until) => until > now.UtcTicks && until <= (now + Lasts).UtcTicks;

    private Row NewRow(RowKey key) => new(key) { ["Owner"] = _owner, ["Until"] = (clock.GetUtcNow() + Lasts).UtcTicks };

    /// <summary>A lease that this instance holds.</summary>
    public sealed class Held(Leases leases, Row row, long renewedAt) : IAsyncDisposable
    {
        private Row _row = row;
        private long _renewedAt = renewedAt;
        private bool _isLost;

        /// <summary>Renews the lease when due.</summary>
        /// <returns>Whether this instance still holds it.</returns>
        public async Task<bool> KeepAsync()
        {
            var now = leases.Clock.GetTimestamp();
            if (_isLost || leases.Clock.GetElapsedTime(_renewedAt, now) < RenewedAfter)
                return !_isLost;
            var wanted = leases.NewRow(_row.Key);
            var result = await leases.WriteAsync(Write.Replace(wanted, _row.ETag!));
            _isLost = !result.Succeeded;
            if (result.Succeeded)
                (_row, _renewedAt) = (wanted.WithETag(result.ETags[0]!), now);
            return !_isLost;
        }

        /// <summary>Releases the lease. If that fails, it expires.</summary>
        public async ValueTask DisposeAsync()
        {
            if (_isLost)
                return;
            try
            {
                await leases.WriteAsync(Write.Delete(_row.Key, _row.ETag));
            }
            catch (StorageUnavailableException) { }
        }
    }

    private TimeProvider Clock => clock;

    private ValueTask<WriteResult> WriteAsync(Write write) => store.WriteAsync(Tables.Leases, [write], CancellationToken.None);
}
