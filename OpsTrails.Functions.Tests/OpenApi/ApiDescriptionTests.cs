using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NJsonSchema;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.OpenApi;

public sealed class ApiDescriptionTests : IAsyncLifetime
{
    private FakeTopic _topic = null!;
    private TestProvider _provider = null!;
    private TestApp _app = null!;
    private JsonNode _document = null!;

    public async ValueTask InitializeAsync()
    {
        _topic = await FakeTopic.StartAsync();
        _provider = await TestProvider.StartAsync();
        _app = await TestApp.StartAsync(settings: [.. _topic.Settings, .. _provider.Settings, "OpsTrails:Live:StreamLifetime=00:00:01"]);
        _document = JsonNode.Parse(
            await _app.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken)
        )!;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
        await _topic.DisposeAsync();
    }

    [Fact]
    public void Every_route_of_the_api_is_described_with_a_name_of_its_own()
    {
        var routes = _app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Cast<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(route =>
                route
                    .Metadata.GetRequiredMetadata<HttpMethodMetadata>()
                    .HttpMethods.Select(method => $"{method.ToLowerInvariant()} {route.RoutePattern.RawText}")
            );

        var described = Operations().Select(operation => $"{operation.Method} {operation.Path}").ToList();

        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.Equal(
            described.Count,
            Operations().Select(operation => operation.Node["operationId"]!.GetValue<string>()).Distinct().Count()
        );
    }

    [Fact]
    public async Task The_description_is_smaller_than_128_KB()
    {
        var address = new Uri("/openapi/v1.json", UriKind.Relative);

        var bytes = await _app.Client.GetByteArrayAsync(address, TestContext.Current.CancellationToken);

        Assert.InRange(bytes.Length, 1, 128_000);
    }

    [Fact]
    public void Error_responses_and_shapes_are_described_in_the_components_only()
    {
        var errors = Operations()
            .SelectMany(operation => operation.Node["responses"]!.AsObject())
            .Where(response => response.Key[0] is '4' or '5' && response.Value!["$ref"] is null)
            .Select(response => response.Value!.GetPath());
        var components = _document["components"]!["schemas"]!.AsObject().Select(schema => schema.Value!).ToHashSet();
        var schemas = Shapes(_document).Where(shape => !components.Contains(shape)).Select(shape => shape.GetPath());

        Assert.Empty(errors);
        Assert.Empty(schemas);
    }

    [Fact]
    public void Parameters_of_several_operations_are_described_in_the_components_only()
    {
        var repeated = Operations()
            .SelectMany(operation => operation.Node["parameters"]?.AsArray() ?? [])
            .Where(parameter => parameter!["$ref"] is null)
            .GroupBy(parameter => parameter!.ToJsonString(), (_, same) => same.Select(parameter => parameter!.GetPath()).ToList())
            .Where(same => same.Count > 1);

        Assert.Empty(repeated);
    }

    [Fact]
    public async Task Every_example_has_the_shape_that_is_described()
    {
        var errors = new List<string>();
        foreach (var (method, path, node) in Operations())
        {
            var contents = node["responses"]!
                .AsObject()
                .Select(response => (Name: response.Key, Resolve(response.Value)!["content"]))
                .Append(("request", node["requestBody"]?["content"]));
            foreach (var (name, content) in contents.Where(content => content.Item2 is not null))
            {
                foreach (var (mediaType, described) in content!.AsObject())
                    errors.AddRange(
                        (await ErrorsAsync(described!["schema"]!, described["example"]!.ToJsonString())).Select(error =>
                            $"{method} {path} {name} {mediaType}: {error}"
                        )
                    );
            }
        }

        Assert.Empty(errors);
    }

    [Fact]
    public async Task Real_answers_have_the_shape_that_is_described()
    {
        _topic.Refuse(400, "e");
        await _app.RecordAsync([
            RecordedEvents.Json("a", "2026-11-01T10:00:00Z", "BE", "STAGING", version: "1.0", severity: "MAJOR", description: "first"),
            RecordedEvents.Json("b", "2026-11-02T10:00:00Z", "BE", "PRODUCTION", version: "1.0"),
            RecordedEvents.Json("c", "2026-11-03T10:00:00Z", "BE", "PRODUCTION", version: "1.1"),
            RecordedEvents.Json("d", "2026-11-04T10:00:00Z", "BE", "PRODUCTION", "rollback"),
            RecordedEvents.Json("f", "2026-11-05T09:00:00Z", "BE", "PRODUCTION", "freeze"),
            RecordedEvents.Json("i", RecordedEvents.TimeText(TimeProvider.System.GetUtcNow().UtcTicks), "BE", "PRODUCTION", "incident"),
            RecordedEvents.Json("e", "2026-11-05T10:00:00Z", "DB"),
        ]);
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        using var reader = await _app.ClientWithKeyAsync("READ_ONLY");
        using var setup = _app.ClientWith(TestApp.SetupToken);
        using var browser = await Browser.SignInAsync(_app);
        using var otherBrowser = await Browser.SignInAsync(_app);
        const string Event = """{"specversion":"1.0","type":"t","source":"s","time":"NOW","id":"x","myext":"kept","data":{"n":1.50}}""";
        var keyId = (await admin.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"ci","scope":"READ_ONLY"}"""))
            .Data.GetProperty("id")
            .GetString();
        var filterId = (await admin.AskAsync(HttpMethod.Post, "/api/v1/filters", """{"name":"All","query":""}"""))
            .Data.GetProperty("id")
            .GetString();
        var invitation = await admin.InviteAsync();
        var invitationId = (await admin.AskAsync("/api/v1/invitations")).Data[0].GetProperty("id").GetString();
        using var member = await ProviderVisit.JoinAsync(_app, _provider, browser, "MEMBER", "ada");
        var (memberId, ownerId) = (await member.PersonIdAsync(), await browser.PersonIdAsync());
        await Eventually.TrueAsync(async () => (await admin.AskAsync("/api/v1/poison")).Data.GetArrayLength() > 0);
        var poisonId = (await admin.AskAsync("/api/v1/poison")).Data[0].GetProperty("id").GetString();
        _topic.Heal();
        (HttpClient Client, HttpMethod Method, string Path, string Address, string? Body)[] requests =
        [
            (admin, HttpMethod.Post, "/api/v1/events", "/api/v1/events", Event),
            (admin, HttpMethod.Post, "/api/v1/events", "/api/v1/events", Event),
            (admin, HttpMethod.Post, "/api/v1/events", "/api/v1/events", $"[{Event},{{}}]"),
            (admin, HttpMethod.Post, "/api/v1/events", "/api/v1/events", Event.Replace("kept", "changed", StringComparison.Ordinal)),
            (admin, HttpMethod.Post, "/api/v1/events", "/api/v1/events", "{}"),
            (reader, HttpMethod.Post, "/api/v1/events", "/api/v1/events", Event),
            (_app.Client, HttpMethod.Get, "/api/v1/events", "/api/v1/events", null),
            (reader, HttpMethod.Get, "/api/v1/events", "/api/v1/events?limit=2", null),
            (reader, HttpMethod.Get, "/api/v1/events", "/api/v1/events?from=2026-11-01T00:00:00Z&to=now", null),
            (reader, HttpMethod.Get, "/api/v1/events", "/api/v1/events?limit=0", null),
            (reader, HttpMethod.Get, "/api/v1/events", "/api/v1/events?after=begin", null),
            (reader, HttpMethod.Get, "/api/v1/events", "/api/v1/events?after=f999", null),
            (_app.Client, HttpMethod.Options, "/api/v1/events", "/api/v1/events", null),
            (reader, HttpMethod.Get, "/api/v1/events/stream", "/api/v1/events/stream?after=begin", null),
            (reader, HttpMethod.Get, "/api/v1/events/stream", "/api/v1/events/stream?after=f999", null),
            (reader, HttpMethod.Get, "/api/v1/events/{id}", "/api/v1/events/x", null),
            (reader, HttpMethod.Get, "/api/v1/events/{id}", "/api/v1/events/nothing", null),
            (reader, HttpMethod.Get, "/api/v1/grid", "/api/v1/grid", null),
            (reader, HttpMethod.Get, "/api/v1/grid", "/api/v1/grid?at=2026-11-02T12:00:00Z", null),
            (reader, HttpMethod.Get, "/api/v1/diff", "/api/v1/diff?from=STAGING&to=PRODUCTION@2026-11-03T12:00:00Z", null),
            (reader, HttpMethod.Get, "/api/v1/diff", "/api/v1/diff?from=STAGING&to=PRODUCTION", null),
            (reader, HttpMethod.Get, "/api/v1/diff", "/api/v1/diff?from=STAGING&to=nowhere", null),
            (reader, HttpMethod.Get, "/api/v1/summary", "/api/v1/summary?from=2026-11-01T00:00:00Z&to=2026-11-06T00:00:00Z", null),
            (reader, HttpMethod.Get, "/api/v1/days", "/api/v1/days?from=2026-10-30&to=2026-11-06", null),
            (reader, HttpMethod.Get, "/api/v1/days", "/api/v1/days?from=-500d", null),
            (reader, HttpMethod.Get, "/api/v1/changes-before", "/api/v1/changes-before?event=d&window=7d", null),
            (reader, HttpMethod.Get, "/api/v1/changes-before", "/api/v1/changes-before?time=2026-11-04T10:00:00Z&window=7d", null),
            (reader, HttpMethod.Get, "/api/v1/changes-before", "/api/v1/changes-before?event=nothing", null),
            (reader, HttpMethod.Get, "/api/v1/changes-before", "/api/v1/changes-before", null),
            (reader, HttpMethod.Get, "/api/v1/incidents", "/api/v1/incidents", null),
            (reader, HttpMethod.Get, "/api/v1/incidents", "/api/v1/incidents?state=none", null),
            (reader, HttpMethod.Get, "/api/v1/incidents/{number}", "/api/v1/incidents/i", null),
            (reader, HttpMethod.Get, "/api/v1/incidents/{number}", "/api/v1/incidents/i?colour=red", null),
            (reader, HttpMethod.Get, "/api/v1/incidents/{number}", "/api/v1/incidents/none", null),
            (reader, HttpMethod.Get, "/api/v1/types", "/api/v1/types", null),
            (reader, HttpMethod.Get, "/api/v1/sources", "/api/v1/sources", null),
            (reader, HttpMethod.Get, "/api/v1/subjects", "/api/v1/subjects", null),
            (reader, HttpMethod.Get, "/api/v1/look-alikes", "/api/v1/look-alikes", null),
            (reader, HttpMethod.Get, "/api/v1/settings", "/api/v1/settings", null),
            (
                admin,
                HttpMethod.Put,
                "/api/v1/settings",
                "/api/v1/settings",
                """{"name":"Shop","ladders":[["STAGING","PRODUCTION"]],"businessHours":{"days":["mon"],"from":"09:00","to":"17:00"}}"""
            ),
            (admin, HttpMethod.Put, "/api/v1/settings", "/api/v1/settings", """{"name":5}"""),
            (reader, HttpMethod.Get, "/api/v1/context", "/api/v1/context", null),
            (admin, HttpMethod.Put, "/api/v1/context", "/api/v1/context", """{"text":"# Shop"}"""),
            (reader, HttpMethod.Get, "/api/v1/context/revisions", "/api/v1/context/revisions", null),
            (reader, HttpMethod.Get, "/api/v1/context/revisions/{revision}", "/api/v1/context/revisions/1", null),
            (admin, HttpMethod.Post, "/api/v1/keys", "/api/v1/keys", """{"name":"ci","scope":"READ_ONLY"}"""),
            (admin, HttpMethod.Get, "/api/v1/keys", "/api/v1/keys", null),
            (
                admin,
                HttpMethod.Post,
                "/api/v1/filters",
                "/api/v1/filters",
                """{"name":"Production","query":"subject:PRODUCTION","range":"-7d"}"""
            ),
            (admin, HttpMethod.Post, "/api/v1/filters", "/api/v1/filters", """{"name":"Production","query":""}"""),
            (reader, HttpMethod.Post, "/api/v1/filters", "/api/v1/filters", "{}"),
            (reader, HttpMethod.Get, "/api/v1/filters", "/api/v1/filters", null),
            (admin, HttpMethod.Delete, "/api/v1/filters/{id}", "/api/v1/filters/" + filterId, null),
            (admin, HttpMethod.Delete, "/api/v1/filters/{id}", "/api/v1/filters/" + filterId, null),
            (admin, HttpMethod.Post, "/api/v1/demo", "/api/v1/demo", null),
            (admin, HttpMethod.Delete, "/api/v1/events/{id}", "/api/v1/events/i?reason=mistake", null),
            (admin, HttpMethod.Delete, "/api/v1/events/{id}", "/api/v1/events/i?reason=mistake", null),
            (admin, HttpMethod.Delete, "/api/v1/events/{id}", "/api/v1/events/i", null),
            (reader, HttpMethod.Delete, "/api/v1/events", "/api/v1/events?id=i&reason=mistake", null),
            (admin, HttpMethod.Delete, "/api/v1/demo", "/api/v1/demo", null),
            (setup, HttpMethod.Post, "/api/v1/sign-in-links", "/api/v1/sign-in-links", null),
            (admin, HttpMethod.Post, "/api/v1/sign-in-links", "/api/v1/sign-in-links", null),
            (_app.Client, HttpMethod.Get, "/api/v1/session", "/api/v1/session", null),
            (_app.Client, HttpMethod.Post, "/api/v1/session", "/api/v1/session", $$"""{"token":"{{await _app.SignInTokenAsync()}}"}"""),
            (_app.Client, HttpMethod.Post, "/api/v1/session", "/api/v1/session", """{"token":"used"}"""),
            (browser.Client, HttpMethod.Get, "/api/v1/session", "/api/v1/session", null),
            (_app.Client, HttpMethod.Get, "/api/v1/sign-in", "/api/v1/sign-in", null),
            (
                _app.Client,
                HttpMethod.Post,
                "/api/v1/sign-in",
                "/api/v1/sign-in",
                $$"""{"invitation":"{{invitation}}","returnTo":"/grid"}"""
            ),
            (_app.Client, HttpMethod.Post, "/api/v1/sign-in", "/api/v1/sign-in", """{"returnTo":"//elsewhere"}"""),
            (_app.Client, HttpMethod.Post, "/api/v1/sign-in", "/api/v1/sign-in", """{"invitation":"none"}"""),
            (
                _app.Client,
                HttpMethod.Post,
                "/api/v1/invitations/inspect",
                "/api/v1/invitations/inspect",
                $$"""{"token":"{{invitation}}"}"""
            ),
            (_app.Client, HttpMethod.Post, "/api/v1/invitations/inspect", "/api/v1/invitations/inspect", """{"token":"none"}"""),
            (admin, HttpMethod.Post, "/api/v1/invitations", "/api/v1/invitations", """{"role":"VIEWER","note":"for Grace"}"""),
            (admin, HttpMethod.Post, "/api/v1/invitations", "/api/v1/invitations", """{"role":"OWNER"}"""),
            (admin, HttpMethod.Get, "/api/v1/invitations", "/api/v1/invitations", null),
            (admin, HttpMethod.Delete, "/api/v1/invitations/{id}", "/api/v1/invitations/" + invitationId, null),
            (admin, HttpMethod.Delete, "/api/v1/invitations/{id}", "/api/v1/invitations/none", null),
            (reader, HttpMethod.Get, "/api/v1/people", "/api/v1/people", null),
            (admin, HttpMethod.Get, "/api/v1/people", "/api/v1/people", null),
            (admin, HttpMethod.Put, "/api/v1/people/{id}/role", $"/api/v1/people/{memberId}/role", """{"role":"VIEWER"}"""),
            (browser.Client, HttpMethod.Put, "/api/v1/people/{id}/role", $"/api/v1/people/{ownerId}/role", """{"role":"VIEWER"}"""),
            (admin, HttpMethod.Delete, "/api/v1/people/{id}", "/api/v1/people/" + memberId, null),
            (admin, HttpMethod.Delete, "/api/v1/people/{id}", "/api/v1/people/" + memberId, null),
            (admin, HttpMethod.Get, "/api/v1/audit", "/api/v1/audit", null),
            (admin, HttpMethod.Get, "/api/v1/audit", "/api/v1/audit?limit=0", null),
            (browser.Client, HttpMethod.Delete, "/api/v1/session", "/api/v1/session", null),
            (otherBrowser.Client, HttpMethod.Delete, "/api/v1/sessions", "/api/v1/sessions", null),
            (admin, HttpMethod.Delete, "/api/v1/keys/{id}", "/api/v1/keys/" + keyId, null),
            (admin, HttpMethod.Get, "/api/v1/poison", "/api/v1/poison", null),
            (reader, HttpMethod.Get, "/api/v1/poison", "/api/v1/poison", null),
            (admin, HttpMethod.Post, "/api/v1/poison/{id}/send", $"/api/v1/poison/{poisonId}/send", null),
            (admin, HttpMethod.Post, "/api/v1/poison/{id}/send", $"/api/v1/poison/{poisonId}/send", null),
        ];

        var errors = new List<string>();
        var seen = new HashSet<string>();
        foreach (var (client, method, path, address, body) in requests)
        {
            var answer = await client.AskAsync(method, address, body);
            var operation = _document["paths"]![path]![method.Method.ToLowerInvariant()]!;
            var response = Resolve(operation["responses"]![answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            var described = response?["content"]?[answer.Header("content-type")!.Split(';')[0]]?["schema"];
            seen.Add(operation["operationId"]!.GetValue<string>());
            errors.AddRange(
                described is null
                    ? [$"{method} {address}: {answer.Status} is not described"]
                    : (
                        await ErrorsAsync(
                            described,
                            answer.Header("content-type") == "text/event-stream"
                                ? JsonSerializer.Serialize(answer.Body)
                                : answer.Json.GetRawText()
                        )
                    ).Select(error => $"{method} {address} {answer.Status}: {error}")
            );
        }

        Assert.Empty(errors);
        Assert.Equal(
            Operations().Select(operation => operation.Node["operationId"]!.GetValue<string>()).Order(StringComparer.Ordinal),
            seen.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task The_page_loads_nothing_from_other_servers()
    {
        var page = await _app.Client.GetStringAsync(new Uri("/docs/api", UriKind.Relative), TestContext.Current.CancellationToken);
        var scripts = System
            .Text.RegularExpressions.Regex.Matches(page, "(?:src|href)=\"([^\"]+)\"")
            .Select(match => match.Groups[1].Value)
            .ToList();

        Assert.NotEmpty(scripts);
        Assert.DoesNotContain(
            scripts,
            script => script.StartsWith("http", StringComparison.Ordinal) || script.StartsWith("//", StringComparison.Ordinal)
        );
        foreach (var script in scripts.Where(script => !script.StartsWith("data:", StringComparison.Ordinal)))
        {
            using var response = await _app.Client.GetAsync(
                new Uri(new Uri(_app.Client.BaseAddress!, "/docs/api/"), script),
                TestContext.Current.CancellationToken
            );
            Assert.True(response.IsSuccessStatusCode, script);
        }
    }

    [Fact]
    public void Operations_stand_under_the_headings_that_are_declared_and_no_heading_is_empty() =>
        Assert.Equal(
            _document["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal),
            Operations().Select(operation => operation.Node["tags"]![0]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task The_page_shows_the_api_in_a_browser_that_reaches_nobody_else()
    {
        var dom = await Chromium.DumpAsync(new Uri(_app.Client.BaseAddress!, "/docs/api/"));

        Assert.Contains("Record what your team changes", dom, StringComparison.Ordinal);
        Assert.Contains("Organization", dom, StringComparison.Ordinal);
        using var page = await _app.Client.GetAsync(new Uri("/docs/api/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.StartsWith("default-src 'self'; ", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private IEnumerable<(string Method, string Path, JsonNode Node)> Operations() =>
        _document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (operation.Key, path.Key, operation.Value!)));

    private JsonNode? Resolve(JsonNode? node) =>
        node is JsonObject members && members["$ref"] is { } reference
            ? reference.GetValue<string>().Split('/').Skip(1).Aggregate(_document, (found, name) => found[name]!)
            : node;

    /// <summary>The library that checks does not resolve every reference. No shape contains itself.</summary>
    private JsonNode? WithoutReferences(JsonNode? node) =>
        Resolve(node) switch
        {
            JsonObject members => new JsonObject(
                members.Select(member => KeyValuePair.Create(member.Key, WithoutReferences(member.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(WithoutReferences)]),
            { } value => value.DeepClone(),
            null => null,
        };

    /// <summary>The schemas of objects with members.</summary>
    private static IEnumerable<JsonNode> Shapes(JsonNode? node) =>
        node switch
        {
            JsonObject members => members
                .Where(member => member.Key != "example")
                .SelectMany(member => Shapes(member.Value))
                .Concat(members["properties"] is JsonObject ? [members] : []),
            JsonArray items => items.SelectMany(Shapes),
            _ => [],
        };

    /// <summary>
    /// Checked by a library that knows nothing of how the description was made. Members that are not described are errors too.
    /// </summary>
    private async Task<IEnumerable<string>> ErrorsAsync(JsonNode schema, string json)
    {
        var whole = WithoutReferences(schema)!;
        Close(whole);
        var checkedBy = await JsonSchema.FromJsonAsync(whole.ToJsonString());
        return checkedBy.Validate(json).Select(error => error.ToString());
    }

    private static void Close(JsonNode? node)
    {
        if (node is JsonObject shape)
        {
            if (shape["properties"] is JsonObject && !shape.ContainsKey("additionalProperties"))
                shape["additionalProperties"] = false;
            foreach (var (_, inner) in shape.ToList())
                Close(inner);
        }
        else if (node is JsonArray items)
        {
            foreach (var inner in items)
                Close(inner);
        }
    }
}
