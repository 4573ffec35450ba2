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

    [Fact]
    public async Task An_extension_may_be_empty_in_every_form()
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();
        var json = AnEvent.Json("e", subject: null, members: "\"tracestate\":\"\"");
        string[] headers = ["ce-specversion: 1.0", "ce-type: deployment", "ce-source: BE", "ce-time: NOW", "ce-id: e", "ce-tracestate:"];

        var binary = await PostAsync(app, key, headers, "");
        var structured = await PostAsync(app, key, ["Content-Type: application/json"], json);
        var batch = await PostAsync(app, key, ["Content-Type: application/json"], $"[{json}]");

        Assert.Equal((201, 200, 200), (binary.Status, structured.Status, batch.Status));
        Assert.Equal("", binary.Data.GetProperty("tracestate").GetString());
        Assert.Equal(binary.Data.GetRawText(), structured.Data.GetRawText());
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", "\"retries\":3,\"sampled\":true")]
    [InlineData("Application/JSON;charset=\"UTF-8\"", "\"datacontenttype\":\"application/json\",\"sampled\":true,\"retries\":3")]
    public async Task Spellings_that_only_differ_between_the_forms_are_the_same_event(string contentType, string members)
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();
        string[] headers =
        [
            "Content-Type: " + contentType,
            "ce-specversion: 1.0",
            "ce-type: deployment",
            "ce-source: BE",
            "ce-time: " + Time,
            "ce-id: e",
            "ce-retries: 3",
            "ce-sampled: true",
        ];
        var json = AnEvent.Json("e", time: Time, subject: null, data: "{\"a\":1}", members: members);

        var binary = await PostAsync(app, key, headers, "{\"a\":1}");
        var structured = await PostAsync(app, key, ["Content-Type: application/cloudevents+json"], json);

        Assert.Equal((201, 200), (binary.Status, structured.Status));
        Assert.Equal(binary.Body, structured.Body);
        Assert.Equal("\"3\"", structured.Data.GetProperty("retries").GetRawText());
    }

    [Theory]
    [InlineData("application/json", "")]
    [InlineData("application/cloudevents-batch+json", "[]")]
    public async Task Data_in_Base64_is_the_same_as_data(string contentType, string brackets)
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();
        var encoded = AnEvent.Json("e", members: $"\"data_base64\":\"{Convert.ToBase64String("{ \"n\": 1.50 }"u8)}\"");
        var body = brackets.Length > 0 ? $"[{encoded}]" : encoded;

        var first = await PostAsync(app, key, ["Content-Type: " + contentType], body);
        var second = await PostAsync(app, key, ["Content-Type: application/json"], AnEvent.Json("e", data: """{"n":1.50}"""));

        Assert.Equal((brackets.Length > 0 ? 200 : 201, 200), (first.Status, second.Status));
        Assert.Equal("""{"n":1.50}""", second.Data.GetProperty("data").GetRawText());
        Assert.False(second.Data.TryGetProperty("data_base64", out _));
    }

    [Fact]
    public async Task Without_data_binary_mode_takes_a_content_type_of_any_kind()
    {
        await using var app = await TestApp.StartAsync();
        string[] headers =
        [
            "Content-Type: text/plain",
            "Content-Length: 0",
            "ce-specversion: 1.0",
            "ce-type: deployment",
            "ce-source: BE",
            "ce-time: NOW",
        ];

        var answer = await PostAsync(app, await app.CreateKeyAsync(), headers, "");

        Assert.Equal(201, answer.Status);
        Assert.Equal("text/plain", answer.Data.GetProperty("datacontenttype").GetString());
    }

    private static Task<Answer> PostAsync(TestApp app, string key, string[] headers, string body) =>
        RawHttp.SendAsync(
            app.Client.BaseAddress!,
            RawHttp.Request("POST", "/api/v1/events", ["Authorization: Bearer " + key, .. headers], Encoding.UTF8.GetBytes(body))
        );
}
