using System.Text;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>Headers in another encoding than UTF-8 get an answer in JSON like everything else.</summary>
public sealed class RequestHeaderTests(EmptyProgram program) : IClassFixture<EmptyProgram>
{
    private static readonly string[] Attributes = ["ce-specversion: 1.0", "ce-type: deployment", "ce-source: be", "ce-time: NOW"];

    [Theory]
    [InlineData("ce-subject", "Z\u00fcrich")]
    [InlineData("ce-id", "\u00ff\u00fe")]
    [InlineData("CE-Team", "caf\u00e9")]
    [InlineData("ce-subject", "\u00c3\u00bc and \u00fc")]
    [InlineData("ce-subject", "\"\u00fc\"")]
    [InlineData("ce-subject", "\u00ed\u00a0\u0080")]
    public async Task An_attribute_that_is_not_UTF_8_is_refused_by_name(string header, string latin1)
    {
        var answer = await PostAsync($"{header}: {latin1}");

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Status, answer.Code));
        Assert.Contains("the header " + header.ToLowerInvariant(), answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Z\u00c3\u00bcrich", "Z\u00fcrich")]
    [InlineData("Z%C3%BCrich", "Z\u00fcrich")]
    [InlineData("Z\u00c3\u00bcrich%20%E2%82%AC", "Z\u00fcrich \u20ac")]
    [InlineData("\u00f0\u009f\u009a\u0080", "\U0001f680")]
    public async Task An_attribute_in_UTF_8_is_taken_as_it_is(string latin1, string subject)
    {
        var answer = await PostAsync("ce-subject: " + latin1);

        Assert.Equal((201, subject), (answer.Status, answer.Data.GetProperty("subject").GetString()));
    }

    [Theory]
    [InlineData("User-Agent", "/health", 200)]
    [InlineData("X-Anything", "/api/v1/sign-in", 200)]
    [InlineData("X-Anything", "/api/v1/events", 401)]
    [InlineData("Cookie", "/api/v1/session", 401)]
    [InlineData("Authorization", "/api/v1/events", 401)]
    [InlineData("Authorization", "/health", 200)]
    [InlineData("Accept", "/", 200)]
    [InlineData("Accept-Encoding", "/openapi/v1.json", 200)]
    [InlineData("If-None-Match", "/openapi/v1.json", 200)]
    [InlineData("Origin", "/api/v1/events", 401)]
    [InlineData("Referer", "/nothing", 404)]
    [InlineData("X-Forwarded-Host", "/nothing", 404)]
    [InlineData("ce-subject", "/health", 200)]
    public async Task Any_other_header_is_read_as_Latin_1(string header, string path, int status)
    {
        var answer = await SendAsync("GET", path, [header + ": Bearer \u00fc\u00ff"], "");

        Assert.Equal(status, answer.Status);
        Assert.NotEqual(System.Text.Json.JsonValueKind.Undefined, answer.Json.ValueKind);
    }

    [Theory]
    [InlineData("If-Match", "PUT", "/api/v1/settings", 400)]
    [InlineData("Last-Event-ID", "GET", "/api/v1/events/stream", 400)]
    [InlineData("Content-Type", "POST", "/api/v1/events", 415)]
    [InlineData("Content-Encoding", "POST", "/api/v1/events", 415)]
    [InlineData("WebHook-Request-Origin", "OPTIONS", "/api/v1/events", 400)]
    public async Task A_header_that_matters_is_refused_in_JSON(string header, string method, string path, int status)
    {
        var key = await program.App.CreateKeyAsync("ADMIN");

        var answer = await SendAsync(method, path, ["Authorization: Bearer " + key, header + ": \u00fc"], method == "GET" ? "" : "{}");

        Assert.Equal((status, false), (answer.Status, answer.Json.GetProperty("success").GetBoolean()));
    }

    private async Task<Answer> PostAsync(string header)
    {
        var key = await program.App.CreateKeyAsync();
        return await SendAsync(
            "POST",
            "/api/v1/events",
            ["Authorization: Bearer " + key, "Content-Type: application/json", .. Attributes, header],
            "{}"
        );
    }

    private Task<Answer> SendAsync(string method, string path, string[] latin1, string body)
    {
        string[] length = body.Length > 0 ? [$"Content-Length: {body.Length}"] : [];
        var head = string.Join("\r\n", [$"{method} {path} HTTP/1.1", "Host: localhost", .. latin1, .. length, "", body]);
        return RawHttp.SendAsync(program.App.Client.BaseAddress!, Encoding.Latin1.GetBytes(body.Length > 0 ? head : head + "\r\n"));
    }
}
