using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>What the store holds, row by row.</summary>
internal static class StoredRows
{
    /// <summary>Waits until what goes on behind given answers is done.</summary>
    public static Task SettleAsync(this TestApp app) => app.Services.GetRequiredService<EventRecorder>().WhenIdleAsync();

    /// <summary>Sweeps the first organization once.</summary>
    /// <returns>How many unfinished events were found.</returns>
    public static async Task<int> SweepAsync(this TestApp app, DateTimeOffset recordedBefore) =>
        (
            await app
                .Services.GetRequiredService<Sweep>()
                .RunAsync(
                    app.Organization,
                    recordedBefore,
                    app.Services.GetRequiredService<Publisher>().Probe(),
                    TestContext.Current.CancellationToken
                )
        ).Found;

    public static async Task<IReadOnlyList<Row>> RowsAsync(this TestApp app, string table)
    {
        var rows = new List<Row>();
        string? token = null;
        do
        {
            var page = await app.Store.QueryAsync(
                table,
                RowRange.Partitions("!", "~~"),
                TableLimits.RowsPerPage,
                token,
                TestContext.Current.CancellationToken
            );
            rows.AddRange(page.Rows);
            token = page.Token;
        } while (token is not null);
        return rows;
    }

    /// <summary>Events whose recording is not finished.</summary>
    public static async Task<int> CountOutboxAsync(this TestApp app) =>
        (await app.RowsAsync(Tables.Ledger)).Count(row => row.Key.Row.StartsWith("j~", StringComparison.Ordinal));

    /// <summary>Every text and every piece of JSON in a row, keys included.</summary>
    public static IEnumerable<string> Texts(this Row row) =>
        row
            .Properties.Values.Select(value =>
                value switch
                {
                    string text => text,
                    byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
                    _ => "",
                }
            )
            .Concat([row.Key.Partition, row.Key.Row]);
}
