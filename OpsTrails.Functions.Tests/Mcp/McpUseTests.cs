using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>What is counted of calls, what happens when one fails, and that further tools go through the same checks.</summary>
public sealed class McpUseTests
{
    [Fact]
    public async Task Calls_are_counted_for_each_key_with_one_write_a_minute()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        var used = await app.CreateKeyAsync("READ_ONLY");
        await using (var assistant = await Assistant.ConnectAsync(app, used))
        {
            for (var i = 0; i < 5; i++)
                await assistant.CallAsync("list_event_types");
            await assistant.CallAsync("list_event_types", """{"wrong":1}""");
        }
        await clock.WhenAwaitedAsync(KeyUse.CallsWrittenAfter);
        var before = await CallsAsync(admin);

        // Until then it is still being noted when the keys were last used.
        await Eventually.TrueAsync(async () =>
            (await admin.AskAsync("/api/v1/keys")).Data.EnumerateArray().All(key => key.GetProperty("lastUsedAt").GetString() is not null)
        );
        using var requests = new StorageRequests(app);

        clock.Advance(KeyUse.CallsWrittenAfter);

        await Eventually.TrueAsync(async () => (await CallsAsync(admin)).Contains(6));
        Assert.All(before, calls => Assert.Equal(0, calls));
        Assert.Contains("keys write 1", requests.ListingWithout("none"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_counted_is_written_when_the_program_ends()
    {
        using var folder = new TemporaryFolder();
        await using (var app = await TestApp.StartAsync(folder.Path))
        {
            await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync("READ_ONLY"));
            await assistant.CallAsync("list_event_types");
        }

        await using var again = await TestApp.StartAsync(folder.Path);
        using var admin = await again.ClientWithKeyAsync("ADMIN");

        Assert.Contains(1, await CallsAsync(admin));
    }

    [Fact]
    public async Task A_call_by_a_signed_in_person_counts_for_no_key()
    {
        var app = await TestApp.StartAsync();
        await using (app)
        {
            using var browser = await Browser.SignInAsync(app);

            var answer = await browser.Client.AskAsync(
                HttpMethod.Post,
                "/api/mcp/mcp",
                """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_event_types","arguments":{}}}""",
                headers: "Accept: application/json, text/event-stream"
            );

            Assert.True(answer.Status == 200 && answer.Body.Contains("\"result\"", StringComparison.Ordinal), answer.Body);
        }

        // Counts that are still open are written when the program ends.
        Assert.DoesNotContain(app.Log.All, line => line.Contains(nameof(KeyUse), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_metric_names_tools_that_exist_and_outcomes_and_no_key()
    {
        await using var app = await TestApp.StartAsync();
        using var listener = new MeterListener();
        var labels = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "opstrails.mcp.calls" && ReferenceEquals(instrument.Meter.Scope, meters))
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) => labels.Enqueue(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))
        );
        listener.Start();
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync("READ_ONLY"));

        await assistant.CallAsync("list_event_types");
        await assistant.CallAsync("list_event_types", """{"wrong":1}""");
        await Assert.ThrowsAsync<McpProtocolException>(() => assistant.CallAsync("made_up_by_somebody"));

        Assert.Equal(
            ["tool=list_event_types outcome=answered", "tool=list_event_types outcome=refused", "tool=unknown outcome=failed"],
            labels
        );
    }

    [Fact]
    public async Task A_storage_failure_is_explained_and_other_failures_are_only_logged()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync("READ_ONLY"));
        await assistant.CallAsync("list_event_types");

        tap.FailWhen(call => call.Table == "facets", new StorageUnavailableException("secret of the store"));
        var unavailable = await assistant.CallAsync("list_event_types");
        tap.FailWhen(call => call.Table == "cells", new InvalidDataException("secret of the row"));
        var failed = await assistant.CallAsync("list_event_sources");

        Assert.True(unavailable.IsError && failed.IsError);
        Assert.Contains("Call again in a few seconds", unavailable.Text, StringComparison.Ordinal);
        Assert.Contains("The server's log has the reason", failed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", unavailable.Text + failed.Text, StringComparison.Ordinal);
        Assert.Contains(
            app.Log.All,
            line =>
                line.Contains("list_event_sources", StringComparison.Ordinal)
                && line.Contains("secret of the row", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Tools_that_are_added_from_outside_are_listed_called_and_checked_like_ours()
    {
        var schema = new McpServerToolCreateOptions
        {
            Name = "added",
            SchemaCreateOptions = new() { TransformOptions = new() { DisallowAdditionalProperties = true } },
        };
        await using var app = await TestApp.StartAsync(configure: builder =>
            builder
                .Services.AddMcpServer()
                .WithTools([
                    McpServerTool.Create((int times) => $"{times} times", schema),
                    McpServerTool.Create(
                        () =>
                        {
                            throw new McpException("as it says");
                        },
                        new() { Name = "failing" }
                    ),
                ])
        );
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync("READ_ONLY"));

        var tools = await assistant.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var called = await assistant.CallAsync("added", """{"times":2}""");
        var wrong = await assistant.CallAsync("added", """{"times":2,"more":1}""");
        var failing = await assistant.CallAsync("failing");

        Assert.Equal(["added", "failing"], tools.Select(tool => tool.Name).TakeLast(2));
        Assert.Equal("2 times", called.Text);
        Assert.Contains("\"more\": is unknown", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("as it says", failing.Text, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<long>> CallsAsync(HttpClient admin) =>
        [.. (await admin.AskAsync("/api/v1/keys")).Data.EnumerateArray().Select(key => key.GetProperty("mcpCalls").GetInt64())];
}
