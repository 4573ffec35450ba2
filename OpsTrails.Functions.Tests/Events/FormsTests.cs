using System.Text;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>Structured, batched and binary: three ways to say the same (CloudEvents HTTP binding 1.0.2 §3).</summary>
public sealed class FormsTests
{
    private const string Time = "2025-01-15T14:30:00Z";

    private static readonly string Event = AnEvent.Json(
        "e-1",
        "//github.com/acme/billing",
        Time,
        "STAGING",
        "1.50",
        """{"description":"Köln 🚀","n":1.50,"big":123456789012345678901234567890}""",
        "\"severity\":\"MAJOR\"",
        "\"traceparent\":\"00-ab-cd-01\""
    );

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/cloudevents+json; charset=UTF-8")]
    [InlineData("APPLICATION/JSON; charset=\"utf-8\"")]
    public async Task A_structured_event_is_taken_under_every_name_of_its_type(string contentType)
    {
        await using var app = await TestApp.StartAsync();

        var answer = await PostAsync(app, await app.CreateKeyAsync(), ["Content-Type: " + contentType], Event);

        Assert.Equal(201, answer.Status);
    }

    [Fact]
    public async Task A_byte_order_mark_does_not_hurt()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await PostAsync(app, await app.CreateKeyAsync(), ["Content-Type: application/json"], "\uFEFF" + Event);

        Assert.Equal(201, answer.Status);
    }

    [Theory]
    [InlineData("application/cloudevents-batch+json")]
    [InlineData("application/json")]
    public async Task A_batch_gives_the_same_event_as_the_structured_form(string contentType)
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();

        var batch = await PostAsync(app, key, ["Content-Type: " + contentType], $"[{Event}]");
        var structured = await PostAsync(app, key, ["Content-Type: application/json"], Event);

        Assert.Equal(200, structured.Status);
        Assert.Equal(structured.Data.GetRawText(), batch.Data[0].GetProperty("event").GetRawText());
    }

    [Theory]
    [InlineData("ce-severity: MAJOR", "ce-traceparent: 00-ab-cd-01")]
    [InlineData("CE-Severity: %4D%41JOR", "ce-TraceParent: \"00-ab-cd-01\"")]
    public async Task Binary_mode_gives_the_same_event_as_the_structured_form(params string[] spelling)
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();
        string[] headers =
        [
            "Content-Type: application/json",
            "ce-specversion: 1.0",
            "ce-type: deployment",
            "ce-source: //github.com/acme/billing",
            "ce-time: " + Time,
            "ce-id: e-1",
            "ce-subject: STAGING",
            "ce-version: 1.50",
            .. spelling,
        ];

        var binary = await PostAsync(app, key, headers, """{"description":"Köln 🚀","n":1.50,"big":123456789012345678901234567890}""");
        var structured = await PostAsync(app, key, ["Content-Type: application/json"], Event);

        Assert.Equal((201, 200), (binary.Status, structured.Status));
        Assert.Equal(structured.Data.GetRawText(), binary.Data.GetRawText());
    }

    [Fact]
    public async Task Binary_mode_carries_Unicode_in_percent_escapes()
    {
        await using var app = await TestApp.StartAsync();
        string[] headers = ["ce-specversion: 1.0", "ce-type: K%C3%B6ln %F0%9F%9A%80 100%25", "ce-source: BE", "ce-time: NOW"];

        var answer = await PostAsync(app, await app.CreateKeyAsync(), headers, "");

        Assert.Equal(201, answer.Status);
        Assert.Equal("Köln 🚀 100%", answer.Data.GetProperty("type").GetString());
    }

    private static Task<Answer> PostAsync(TestApp app, string key, string[] headers, string body) =>
        RawHttp.SendAsync(
            app.Client.BaseAddress!,
            RawHttp.Request("POST", "/api/v1/events", ["Authorization: Bearer " + key, .. headers], Encoding.UTF8.GetBytes(body))
        );
}
