using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using OpsTrails.Core.Events;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>Two organizations on one server: no tool, prompt or resource shows one of them anything of the other.</summary>
public sealed class McpIsolationTests : IAsyncLifetime
{
    private readonly Dictionary<string, string> _keys = [];
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(settings: "OpsTrails:Mcp:AllowRecording=true");
        await AddAsync("alpha", _app.Organization);
        await AddAsync(
            "beta",
            await _app.Services.GetRequiredService<NewOrganizations>().AddAsync("beta-organization", CancellationToken.None)
        );
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("alpha", "beta")]
    [InlineData("beta", "alpha")]
    public async Task Nothing_of_another_organization_is_in_any_answer(string own, string other)
    {
        await using var assistant = await Assistant.ConnectAsync(_app, _keys[own]);
        var cursor = (await CallAsync(other, "query_events", """{"from":"-30d","limit":1}""")).Json.GetProperty("next_cursor").GetString();
        (string Tool, string Arguments)[] calls =
        [
            .. Calls.Full.Where(call => call.Tool != "record_event"),
            .. Calls.Empty,
            ("get_event", $$"""{"ref":"{{EventRef.Of(other + "-1").Digits}}"}"""),
            ("get_event", $$"""{"ref":"{{other}}-1"}"""),
            ("get_event", $$"""{"ref":"{{other}}-1","source":"{{other}}-source"}"""),
            ("query_events", $$"""{"from":"-30d","subject":"{{other}}-subject","source":"{{other}}-source"}"""),
            ("query_events", $$"""{"from":"-30d","limit":1,"cursor":"{{cursor}}"}"""),
            ("what_changed_before", $$"""{"event":"{{other}}-1","window":"7d"}"""),
            ("what_changed_before", $$"""{"time":"now","window":"7d","subject":"{{other}}-subject"}"""),
            ("get_grid", $$"""{"subject":"{{other}}-subject"}"""),
            ("compare_environments", $$"""{"from_environment":"{{other}}-subject","to_environment":"{{own}}-subject"}"""),
            ("record_event", $$"""{"type":"t","source":"{{other}}-source","id":"{{other}}-1","dry_run":true}"""),
        ];

        var seen = 0;
        foreach (var (tool, arguments) in calls)
        {
            var answer = await assistant.CallAsync(tool, arguments);
            var asked = arguments.Contains(other, StringComparison.Ordinal);
            Assert.DoesNotContain(other + "-text", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(other + "-context", answer.Text, StringComparison.Ordinal);
            Assert.True(
                asked || !answer.Text.Contains(other, StringComparison.Ordinal),
                $"{own} read of {other} with {tool} {arguments}: {answer.Text}"
            );
            Assert.True(
                !asked || answer.IsError || tool is "query_events" or "get_grid" or "what_changed_before" or "record_event",
                $"{tool} {arguments}: {answer.Text}"
            );
            seen += answer.Text.Contains(own + "-", StringComparison.Ordinal) ? 1 : 0;
        }
        Assert.True(seen >= 8, $"{own} saw something of its own in {seen} answers only");
    }

    [Theory]
    [InlineData("alpha", "beta")]
    [InlineData("beta", "alpha")]
    public async Task Nothing_of_another_organization_is_in_any_prompt_or_resource(string own, string other)
    {
        await using var assistant = await Assistant.ConnectAsync(_app, _keys[own]);
        var cancel = TestContext.Current.CancellationToken;

        var context = Text(await assistant.Client.ReadResourceAsync("opstrails://context", cancellationToken: cancel));
        var e = Text(await assistant.Client.ReadResourceAsync($"opstrails://events/{own}-1", cancellationToken: cancel));
        var missing = await Assert.ThrowsAsync<ModelContextProtocol.McpProtocolException>(async () =>
            await assistant.Client.ReadResourceAsync($"opstrails://events/{other}-1", cancellationToken: cancel)
        );
        var prompts = await assistant.Client.ListPromptsAsync(cancellationToken: cancel);

        Assert.Equal($"{own}-context", context);
        Assert.Contains($"{own}-text", e, StringComparison.Ordinal);
        Assert.DoesNotContain($"{other}-text", missing.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(prompts, prompt => prompt.Description!.Contains(other, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_id_in_two_organizations_is_two_events()
    {
        await CallAsync("alpha", "record_event", """{"type":"t","source":"s","id":"shared","description":"alpha-text"}""");

        var other = await CallAsync("beta", "get_event", """{"ref":"shared"}""");

        Assert.True(other.IsError);
    }

    private static string Text(ReadResourceResult result) => ((TextResourceContents)result.Contents[0]).Text;

    private async Task<ToolAnswer> CallAsync(string organization, string tool, string arguments)
    {
        await using var assistant = await Assistant.ConnectAsync(_app, _keys[organization]);
        return await assistant.CallAsync(tool, arguments);
    }

    private async Task AddAsync(string name, OrganizationId organization)
    {
        var (_, key) = await _app
            .Services.GetRequiredService<KeyStore>()
            .IssueAsync(organization, name, KeyScope.Admin, null, "test", CancellationToken.None);
        _keys[name] = key.Reveal();
        var now = TimeProvider.System.GetUtcNow();
        await _app.RecordAsync(
            [
                .. Enumerable
                    .Range(1, 5)
                    .Select(i =>
                        RecordedEvents.Json(
                            $"{name}-{i}",
                            RecordedEvents.TimeText(now.AddHours(-i).UtcTicks),
                            $"{name}-source",
                            $"{name}-subject",
                            $"{name}-type",
                            "MAJOR",
                            $"{name}-{i}.0",
                            $"{name}-text"
                        )
                    ),
            ],
            organization
        );
        using var client = _app.ClientWith(key.Reveal());
        Assert.Equal(200, (await client.AskAsync(HttpMethod.Put, "/api/v1/context", $$"""{"text":"{{name}}-context"}""")).Status);
    }
}
