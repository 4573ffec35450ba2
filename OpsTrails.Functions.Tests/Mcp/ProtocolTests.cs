using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>The endpoint as the official client meets it, in each revision of the protocol that assistants speak.</summary>
public sealed class ProtocolTests
{
    public static TheoryData<string> Revisions =>
        [Assistant.Handshake2025June, Assistant.Handshake2025November, Assistant.PerRequest2026July];

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task A_client_of_each_revision_connects_with_a_key_and_asks_what_changed(string revision)
    {
        await using var app = await TestApp.StartAsync();
        await app.RecordAsync([
            RecordedEvents.Json(
                "a",
                RecordedEvents.TimeText(TimeProvider.System.GetUtcNow().AddHours(-1).UtcTicks),
                "BE",
                "PRODUCTION",
                version: "1.4.0",
                description: "Faster checkout"
            ),
        ]);
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync("READ_ONLY"), revision);

        var context = await assistant.CallAsync("get_organization_context");
        var events = await assistant.CallAsync("query_events", """{"from":"-24h"}""");

        Assert.Equal(revision, assistant.Client.NegotiatedProtocolVersion);
        Assert.Equal("PRODUCTION", context.Json.GetProperty("subjects")[0].GetString());
        var row = Assert.Single(events.Rows());
        Assert.Equal(("BE", "PRODUCTION", "1.4.0", "Faster checkout"), (row["source"], row["subject"], row["version"], row["description"]));
    }
}
