using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>Whatever is asked, the answer is JSON that clients understand.</summary>
public sealed class AnswerTests
{
    [Theory]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("POST", "/api/v1")]
    [InlineData("PUT", "/api/v1/events/a/b/c")]
    [InlineData("DELETE", "/nothing")]
    [InlineData("GET", "/favicon.ico")]
    public async Task An_unknown_address_is_a_404_in_the_envelope(string method, string path)
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(new HttpMethod(method), path);

        Assert.Equal((404, "NOT_FOUND", "application/json; charset=utf-8"), (answer.Status, answer.Code, answer.Header("content-type")));
    }

    [Theory]
    [InlineData("PUT", "/api/v1/events", "DELETE, GET, HEAD, OPTIONS, POST")]
    [InlineData("PATCH", "/api/v1/events/e", "DELETE, GET, HEAD")]
    [InlineData("PATCH", "/api/v1/keys", "GET, HEAD, POST")]
    [InlineData("GET", "/api/v1/keys/k", "DELETE")]
    [InlineData("POST", "/health", "GET, HEAD")]
    public async Task A_wrong_method_is_a_405_that_says_which_are_right(string method, string path, string allow)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.AskAsync(new HttpMethod(method), path);

        Assert.Equal((405, "METHOD_NOT_ALLOWED"), (answer.Status, answer.Code));
        Assert.Equal(allow.Split(", "), answer.Header("allow")!.Split(", ").Order());
    }

    [Fact]
    public async Task A_wrong_media_type_is_a_415_that_says_which_are_right()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.RecordAsync(AnEvent.Json("e"), "text/plain");

        Assert.Equal((415, "UNSUPPORTED_MEDIA_TYPE"), (answer.Status, answer.Code));
        Assert.Equal("application/cloudevents+json, application/cloudevents-batch+json, application/json", answer.Header("accept"));
    }

    [Theory]
    [InlineData("application/problem+json")]
    [InlineData("application/json;q=0.5, application/problem+json")]
    [InlineData("APPLICATION/PROBLEM+JSON")]
    public async Task Problem_details_are_sent_on_request(string accept)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/events", "{}", headers: "Accept: " + accept);

        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.Header("content-type")));
        Assert.Equal(["type", "title", "status", "detail", "code"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Json.GetProperty("status").GetInt32(), answer.Code));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("*/*")]
    [InlineData("application/problem+json;q=0")]
    [InlineData("text/html, application/problem+xml")]
    [InlineData(";;;")]
    public async Task Without_a_request_for_problem_details_the_answer_is_the_envelope(string accept)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/events", "{}", headers: "Accept: " + accept);

        Assert.Equal(["success", "error", "code"], answer.Json.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/api/v1/sign-in-links", 405)]
    [InlineData("/api/v1/keys/k", 405)]
    public async Task HEAD_gets_the_headers_of_a_failure_without_its_body(string path, int status)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.AskAsync(HttpMethod.Head, path);

        Assert.Equal((status, "application/json; charset=utf-8", ""), (answer.Status, answer.Header("content-type"), answer.Body));
    }

    [Fact]
    public async Task Answers_are_not_cached_and_do_not_name_the_server()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var good = await client.RecordAsync(AnEvent.Json("e"));
        var bad = await client.RecordAsync("{}");

        Assert.Equal(("no-store", "no-store"), (good.Header("cache-control"), bad.Header("cache-control")));
        Assert.Null(good.Header("server"));
    }

    [Fact]
    public async Task Every_error_is_reported_at_once()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.RecordAsync("""{"specversion":"0.3","source":" ","time":"2025-01-15","subject":7,"Foo":1,"data":[]}""");

        Assert.All(
            (string[])["specversion", "type", "source", "time", "subject", "Foo", "data"],
            field => Assert.Contains(field + ": ", answer.Error, StringComparison.Ordinal)
        );
    }
}
