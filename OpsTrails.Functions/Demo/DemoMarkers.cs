using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Demo;

/// <summary>Where an organization's demo is, and whether it is being removed. There is one while there is a demo.</summary>
internal sealed class DemoMarkers(ITableStore store)
{
    public async ValueTask<DemoMarker?> ReadAsync(OrganizationId organization, CancellationToken cancel) =>
        await store.ReadAsync(Tables.Ledger, LedgerKeys.Demo(organization), cancel) is { } row ? DemoMarker.Read(row) : null;

    /// <returns>False while the demo is being removed.</returns>
    public Task<bool> AddAsync(OrganizationId organization, Timestamp from, Timestamp to) =>
        store.UpdateAsync(
            Tables.Ledger,
            LedgerKeys.Demo(organization),
            (row, _) =>
                row is null ? Update.To(true, Write.Add(new DemoMarker(from, to, null, null, 0, null).Write(organization)))
                : DemoMarker.Read(row) is not { Removing: null } marker ? Update.Nothing(false)
                : Update.To(true, marker.With(from, to).Replace(organization)),
            CancellationToken.None
        );

    /// <summary>Says that the demo is being removed. The first call decides by whom.</summary>
    /// <returns>The marker afterwards. Null if there is no demo.</returns>
    public Task<DemoMarker?> BeginRemovalAsync(OrganizationId organization, Timestamp now, string by, int events) =>
        store.UpdateAsync(
            Tables.Ledger,
            LedgerKeys.Demo(organization),
            (row, _) =>
            {
                if (row is null)
                    return Update.Nothing<DemoMarker?>(null);
                var marker = DemoMarker.Read(row);
                if (marker.Removing is not null)
                    return Update.Nothing<DemoMarker?>(marker);
                var removing = marker with { Removing = now, By = by, Events = events };
                return Update.To<DemoMarker?>(removing, removing.Replace(organization));
            },
            CancellationToken.None
        );
}

/// <param name="From">The time of the oldest demo event.</param>
/// <param name="To">The time of the newest demo event.</param>
/// <param name="Removing">When its removal began. Null if it isn't being removed.</param>
/// <param name="By">Who removes it.</param>
/// <param name="Events">How many events there were when the removal began.</param>
/// <param name="ETag">Null if unknown.</param>
internal sealed record DemoMarker(Timestamp From, Timestamp To, Timestamp? Removing, string? By, int Events, string? ETag)
{
    public static DemoMarker Read(Row row) =>
        new(
            row.RequiredTime("From"),
            row.RequiredTime("To"),
            row.Time("Removing"),
            row.Text("By"),
            (int)(row.Number("Events") ?? 0),
            row.ETag
        );

    public DemoMarker With(Timestamp from, Timestamp to) => this with { From = Timestamp.Min(From, from), To = Timestamp.Max(To, to) };

    public Write Replace(OrganizationId organization) => Storage.Write.Replace(Write(organization), ETag!);

    public Row Write(OrganizationId organization) =>
        new(LedgerKeys.Demo(organization))
        {
            ["From"] = From.Ticks,
            ["To"] = To.Ticks,
            ["Removing"] = Removing?.Ticks,
            ["By"] = By,
            ["Events"] = Removing is null ? null : (long)Events,
        };
}
