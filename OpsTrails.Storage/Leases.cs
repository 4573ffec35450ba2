using System.Security.Cryptography;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Storage;

/// <summary>
/// Which instance does a kind of work for an organization, so that others need not do the same. Advisory: what two do at once comes out as what one does, and
/// what its holder leaves behind is free a few seconds later.
/// </summary>
internal sealed class Leases(ITableStore store, TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan RenewedAfter = TimeSpan.FromSeconds(5);

    private readonly string _owner = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <param name="organization">Whose.</param>
    /// <param name="work">What kind of work, as it stands in the key of the row.</param>
    /// <returns>Null when somebody else holds it.</returns>
    public async Task<Held?> TakeAsync(OrganizationId organization, string work)
    {
        var key = new RowKey(organization.Value, work);
        var now = clock.GetUtcNow();
        var there = await store.ReadAsync(Tables.Leases, key, CancellationToken.None);
        if (there is not null && there.Text("Owner") != _owner && there.Number("Until") > now.UtcTicks)
            return null;
        var wanted = NewRow(key);
        var result = await store.WriteAsync(
            Tables.Leases,
            [there is null ? Write.Add(wanted) : Write.Replace(wanted, there.ETag!)],
            CancellationToken.None
        );

        // Refused: somebody else was quicker, or an earlier try of ours. In doubt the next round does it.
        return result.Succeeded ? new Held(this, wanted.WithETag(result.ETags[0]!), now) : null;
    }

    private Row NewRow(RowKey key) => new(key) { ["Owner"] = _owner, ["Until"] = (clock.GetUtcNow() + Lasts).UtcTicks };

    /// <summary>A lease that this instance has.</summary>
    public sealed class Held(Leases leases, Row row, DateTimeOffset renewedAt) : IAsyncDisposable
    {
        private Row _row = row;
        private DateTimeOffset _renewedAt = renewedAt;
        private bool _isLost;

        /// <summary>Renews it when it is time to.</summary>
        /// <returns>Whether it is still ours.</returns>
        public async Task<bool> KeepAsync()
        {
            var now = leases.Now;
            if (_isLost || now - _renewedAt < RenewedAfter)
                return !_isLost;
            var wanted = leases.NewRow(_row.Key);
            var result = await leases.WriteAsync(Write.Replace(wanted, _row.ETag!));
            _isLost = !result.Succeeded;
            if (result.Succeeded)
                (_row, _renewedAt) = (wanted.WithETag(result.ETags[0]!), now);
            return !_isLost;
        }

        /// <summary>Gives it back; if that fails, it runs out.</summary>
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

    private DateTimeOffset Now => clock.GetUtcNow();

    private ValueTask<WriteResult> WriteAsync(Write write) => store.WriteAsync(Tables.Leases, [write], CancellationToken.None);
}
