using System.Text;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>CloudEvents HTTP webhooks 1.0, section 4, as Azure Event Grid does it.</summary>
public sealed class WebhookHandshakeTests
{
    [Theory]
    [InlineData(0, null, "*")]
    [InlineData(0, "120", "120")]
    [InlineData(0, "*", "*")]
    [InlineData(0, "-5", "*")]
    [InlineData(0, "0", "*")]
    [InlineData(10, null, "600")]
    [InlineData(10, "*", "600")]
    [InlineData(10, "120", "120")]
    [InlineData(10, "1000", "600")]
    [InlineData(10, "99999999999999999999", "600")]
    public async Task A_handshake_needs_no_key_and_returns_the_allowed_rate(int perSecond, string? asked, string allowed)
    {
        await using var app = await TestApp.StartAsync(settings: $"OpsTrails:Rates:PerKeyPerSecond={perSecond}");

        var answer = await app.Client.AskAsync(
            HttpMethod.Options,
            "/api/v1/events",
            headers:
            [
                "WebHook-Request-Origin: eventgrid.azure.net",
                .. asked is null ? Array.Empty<string>() : ["WebHook-Request-Rate: " + asked],
            ]
        );

        Assert.Equal(
            (200, "eventgrid.azure.net", allowed),
            (answer.Status, answer.Header("webhook-allowed-origin"), answer.Header("webhook-allowed-rate"))
        );
        Assert.Equal("DELETE, GET, HEAD, OPTIONS, POST", answer.Header("allow"));
        Assert.Equal("""{"success":true,"data":{"allow":["DELETE","GET","HEAD","OPTIONS","POST"]}}""", answer.Body);
    }

    [Fact]
    public async Task OPTIONS_without_a_sender_lists_the_methods_and_grants_nothing()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Options, "/api/v1/events");

        Assert.Equal(
            (200, "DELETE, GET, HEAD, OPTIONS, POST", null, null),
            (answer.Status, answer.Header("allow"), answer.Header("webhook-allowed-origin"), answer.Header("webhook-allowed-rate"))
        );
    }

    [Fact]
    public async Task A_handshake_costs_no_request_of_the_store()
    {
        await using var app = await TestApp.StartAsync(settings: "OpsTrails:Sweep:Interval=01:00:00");
        await app.SettleAsync();
        using var requests = new StorageRequests(app);

        await app.Client.AskAsync(HttpMethod.Options, "/api/v1/events", headers: "WebHook-Request-Origin: eventgrid.azure.net");

        Assert.Equal("", requests.ListingWithout("ledger"));
    }

    [Fact]
    public async Task An_event_is_taken_as_Event_Grid_delivers_it()
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();
        string[] headers =
        [
            "Authorization: Bearer " + key,
            "Content-Type: application/cloudevents+json; charset=utf-8",
            "WebHook-Request-Origin: eventgrid.azure.net",
            "aeg-subscription-name: OPSTRAILS",
            "aeg-delivery-count: 0",
            "aeg-data-version: ",
            "aeg-metadata-version: 1",
            "aeg-event-type: Notification",
        ];
        const string Delivered = """
            {"id":"831e1650-001e-001b-66ab-eeb76e069631",
            "source":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
            "specversion":"1.0","type":"Microsoft.Storage.BlobCreated","subject":"PRODUCTION",
            "time":"2026-06-28T02:18:41.0090000Z","data":{"api":"PutBlockList","contentLength":524288}}
            """;

        var answer = await RawHttp.SendAsync(
            app.Client.BaseAddress!,
            RawHttp.Request("POST", "/api/v1/events", headers, Encoding.UTF8.GetBytes(Delivered))
        );

        Assert.Equal((201, "Microsoft.Storage.BlobCreated"), (answer.Status, answer.Data.GetProperty("type").GetString()));
    }
}
