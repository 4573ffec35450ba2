using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

public sealed class GetEventTests
{
    [Theory]
    [InlineData("deploy/42")]
    [InlineData("a/b/c/")]
    [InlineData("/")]
    [InlineData("100%")]
    [InlineData("a%2Fb")]
    [InlineData("a%2fb/c")]
    [InlineData("%41")]
    [InlineData("with spaces  twice")]
    [InlineData("🚀 日本語 é")]
    [InlineData("?query=1&x#fragment")]
    [InlineData("a+b;c,d:e@f=g~h")]
    [InlineData("i~j~n s~")]
    [InlineData("...")]
    [InlineData("a/../b")]
    [InlineData("back\\\\slash")]
    [InlineData("{id}")]
    public async Task An_escaped_id_finds_its_event_and_no_other(string idJson)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        var id = JsonElement.Parse($"\"{idJson}\"").GetString()!;
        await client.RecordAsync(AnEvent.Json(idJson, version: "wanted"));
        foreach (var other in (string[])["a/b", "a%2Fb/c", "A", "b", "100"])
            await client.RecordAsync(AnEvent.Json(other, version: "other"));

        var answer = await client.AskAsync("/api/v1/events/" + Uri.EscapeDataString(id));

        Assert.Equal(200, answer.Status);
        Assert.Equal((id, "wanted"), (answer.Data.GetProperty("id").GetString(), answer.Data.GetProperty("version").GetString()));
    }

    [Fact]
    public async Task An_id_of_200_characters_that_are_all_escaped_is_found()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        var id = string.Concat(Enumerable.Repeat("🚀", 200));
        await client.RecordAsync(AnEvent.Json(id));

        var answer = await client.AskAsync("/api/v1/events/" + Uri.EscapeDataString(id));

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task An_id_of_several_sources_needs_the_source()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        await client.RecordAsync(AnEvent.Json("1", "BE"));
        await client.RecordAsync(AnEvent.Json("1", "//github.com/acme/billing?x=1&y"));

        var open = await client.AskAsync("/api/v1/events/1");
        var named = await client.AskAsync("/api/v1/events/1?source=" + Uri.EscapeDataString("//github.com/acme/billing?x=1&y"));

        Assert.Equal((400, "VALIDATION_ERROR"), (open.Status, open.Code));
        Assert.Contains("\"BE\"", open.Error, StringComparison.Ordinal);
        Assert.Contains("\"//github.com/acme/billing?x=1&y\"", open.Error, StringComparison.Ordinal);
        Assert.Equal("//github.com/acme/billing?x=1&y", named.Data.GetProperty("source").GetString());
    }

    [Theory]
    [InlineData("/api/v1/events/none")]
    [InlineData("/api/v1/events/E-1")]
    [InlineData("/api/v1/events/e-1?source=FE")]
    [InlineData("/api/v1/events/e-1?source=be")]
    public async Task What_is_not_recorded_is_not_found(string path)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        await client.RecordAsync(AnEvent.Json("e-1"));

        var answer = await client.AskAsync(path);

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code));
    }
}
