using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>
/// Earlier versions compared the content type and the type of extensions as sent, and their idempotency records are in the stores.
/// </summary>
public sealed class FormerFingerprintTests(SharedAzurite azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retry_of_an_event_that_an_earlier_version_recorded_is_the_same_event(bool azure)
    {
        await using var app = await TestApp.StartAsync(azure ? (await azurite.StartedAsync()).ConnectionString : null);
        using var client = await app.ClientWithKeyAsync();
        var id = Guid.NewGuid().ToString();
        var sent = SentEvent
            .Smallest.WithText("id", id)
            .WithText("datacontenttype", "application/json; charset=utf-8")
            .With("retries", "3");
        var first = await client.RecordAsync(sent.Json);
        await app.SettleAsync();
        var former = sent.Parse().Valid.FormerFingerprint!;
        await SetFingerprintAsync(app, id, former);

        var retry = await client.RecordAsync(sent.Json);
        var batch = await client.RecordAsync($"[{sent.Json}]");
        var other = await client.RecordAsync(sent.With("retries", "4").Json);

        Assert.Equal((201, 200, 200, 409), (first.Status, retry.Status, batch.Status, other.Status));
        Assert.Equal(first.Body, retry.Body);
    }

    [Fact]
    public async Task Deleted_content_that_an_earlier_version_recorded_stays_deleted()
    {
        await using var app = await TestApp.StartAsync();
        using var admin = await app.AdminOfAsync();
        var sent = SentEvent.Smallest.WithText("id", "e").With("sampled", "true");
        await admin.RecordAsync(sent.Json);
        await app.SettleAsync();
        await admin.DeleteEventAsync("e");
        await SetFingerprintAsync(app, "e", sent.Parse().Valid.FormerFingerprint!);

        var again = await admin.RecordAsync(sent.Json);
        var other = await admin.RecordAsync(sent.With("sampled", "false").Json);

        Assert.Equal((409, 201), (again.Status, other.Status));
    }

    private static async Task SetFingerprintAsync(TestApp app, string id, string fingerprint)
    {
        var row = await app.Store.ReadAsync(
            Tables.Ledger,
            LedgerKeys.Claim(app.Organization, "BE", id),
            TestContext.Current.CancellationToken
        );
        Assert.NotEqual(fingerprint, row!.RequiredText("Fingerprint"));
        row["Fingerprint"] = fingerprint;
        await app.Store.WriteAsync(Tables.Ledger, [Write.Upsert(row)], TestContext.Current.CancellationToken);
    }
}
