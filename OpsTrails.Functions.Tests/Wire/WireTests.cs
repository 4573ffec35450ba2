using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Wire;

/// <summary>
/// One of each response of the API, byte by byte, as clients rely on it. Leaves out texts for people, which may change, and random values.
/// </summary>
public sealed partial class WireTests
{
    private static readonly string[] Headers =
    [
        "content-type",
        "cache-control",
        "etag",
        "allow",
        "accept",
        "accept-patch",
        "retry-after",
        "location",
        "www-authenticate",
        "feed-start",
        "webhook-allowed-origin",
        "webhook-allowed-rate",
    ];

    private readonly StringBuilder _recorded = new();
    private readonly TestClock _clock = TestClock.AtNoon();

    [Fact]
    public async Task Answers_are_what_they_were()
    {
        await using var topic = await FakeTopic.StartAsync();
        topic.Refuse(400, "refused");
        string[] settings = [.. topic.Settings, "OpsTrails:SignIn:Authority=http://127.0.0.1:1", "OpsTrails:SignIn:ClientId=opstrails"];
        await using var app = await TestApp.StartAsync(configure: _clock.AddTo, settings: settings);
        using var admin = await ClientAsync(app, "ADMIN");
        using var writer = await ClientAsync(app, "READ_WRITE");
        using var reader = await ClientAsync(app, "READ_ONLY");
        using var setup = app.ClientWith(TestApp.SetupToken);

        await RecordEventsAsync(writer, reader);
        await app.Services.GetRequiredService<EventRecorder>().WhenIdleAsync();
        await ReadEventsAsync(reader);
        await ReadGridAsync(reader);
        await ManageAsync(admin, setup);
        await MeetPeopleAsync(app, admin, setup);
        await FailAsync(app, admin, writer, reader);

        await KeptFile.CompareAsync(Path.Combine("Wire", "answers.txt"), _recorded.ToString());
    }

    private async Task RecordEventsAsync(HttpClient writer, HttpClient reader)
    {
        const string Deployment = """
            {"specversion":"1.0","type":"deployment","source":"BE","subject":"STAGING","id":"d1",
            "time":"2026-06-01T08:00:00Z","version":"1.4.0","severity":"MINOR",
            "data":{"description":"Zażółć <b>&\u0001 \"quoted\"","run":12.50},"team":"core"}
            """;
        await AskAsync(writer, "POST", "/api/v1/events", Deployment);
        await AskAsync(writer, "POST", "/api/v1/events", Deployment);
        await AskAsync(writer, "POST", "/api/v1/events", Deployment.Replace("1.4.0", "1.5.0", StringComparison.Ordinal));
        await AskAsync(
            writer,
            "POST",
            "/api/v1/events",
            """
            [{"specversion":"1.0","type":"deployment","source":"BE","subject":"PRODUCTION","id":"d2",
              "time":"2026-06-01T09:00:00Z","version":"1.4.0"},
             {"specversion":"1.0","type":"migration","source":"DB","subject":"PRODUCTION","id":"d3",
              "time":"2026-06-01T09:30:00.1234567Z","severity":"MAJOR"},
             {"specversion":"1.0","type":"deployment","source":"FE","subject":"PRODUCTION","id":"refused",
              "time":"2026-06-01T09:40:00Z","version":"7"},
             {"specversion":"1.0","type":"deployment"},
             {"specversion":"1.0","type":"deployment","source":"BE","subject":"STAGING","id":"d1","time":"2026-06-01T08:00:00Z"}]
            """,
            "application/cloudevents-batch+json"
        );
        await AskAsync(
            writer,
            "POST",
            "/api/v1/events",
            """
            {"specversion":"1.0","type":"rollback","source":"BE","subject":"PRODUCTION","id":"d4",
            "time":"2026-06-01T10:30:00Z","version":"1.3.0"}
            """
        );
        await AskAsync(
            writer,
            "POST",
            "/api/v1/events",
            """
            {"specversion":"1.0","type":"incident","source":"BE","subject":"PRODUCTION","id":"i1",
            "time":"2026-06-01T10:00:00Z","severity":"CRITICAL","data":{"description":"Errors"}}
            """
        );
        await AskAsync(
            writer,
            "POST",
            "/api/v1/events",
            """{"a":1}""",
            "application/json",
            "ce-specversion: 1.0",
            "ce-type: deployment",
            "ce-source: FE",
            "ce-id: b1",
            "ce-time: 2026-06-01T11:00:00Z"
        );
        await AskAsync(
            reader,
            "OPTIONS",
            "/api/v1/events",
            null,
            "",
            "WebHook-Request-Origin: sender.example",
            "WebHook-Request-Rate: 120"
        );
        await AskAsync(reader, "OPTIONS", "/api/v1/events");
    }

    private async Task ReadEventsAsync(HttpClient reader)
    {
        await AskAsync(reader, "GET", "/api/v1/events/d1");
        await AskAsync(reader, "GET", "/api/v1/events/d3?source=DB");
        await AskAsync(reader, "GET", "/api/v1/events");
        await AskAsync(reader, "GET", "/api/v1/events?limit=2&q=subject:PRODUCTION&from=2026-06-01&timezone=Europe/Warsaw");
        await AskAsync(reader, "GET", "/api/v1/events?id=d2&to=2026-06-01T12:00:00Z");
        await AskAsync(reader, "GET", "/api/v1/events?type=nothing");
        await AskAsync(reader, "GET", "/api/v1/events?after=begin&limit=2");
        await AskAsync(reader, "GET", "/api/v1/events?after=f7&wait=0");
        await AskAsync(reader, "GET", "/api/v1/summary?from=2026-06-01T00:00:00Z&to=2026-06-01T11:30:00Z&timezone=Europe/Warsaw");
        await AskAsync(reader, "GET", "/api/v1/summary");
        await AskAsync(reader, "GET", "/api/v1/days?from=2026-05-30&timezone=Europe/Warsaw");
        await AskAsync(reader, "GET", "/api/v1/types");
        await AskAsync(reader, "GET", "/api/v1/sources");
        await AskAsync(reader, "GET", "/api/v1/subjects");
    }

    private async Task ReadGridAsync(HttpClient reader)
    {
        await AskAsync(reader, "GET", "/api/v1/grid");
        await AskAsync(reader, "GET", "/api/v1/grid?at=2026-06-01T09:10:00Z");
        await AskAsync(reader, "GET", "/api/v1/diff?from=STAGING&to=PRODUCTION");
        await AskAsync(reader, "GET", "/api/v1/diff?from=PRODUCTION@2026-06-01T09:10:00Z&to=PRODUCTION");
        await AskAsync(reader, "GET", "/api/v1/incidents");
        await AskAsync(reader, "GET", "/api/v1/incidents/i1");
        await AskAsync(reader, "GET", "/api/v1/changes-before?event=i1");
        await AskAsync(reader, "GET", "/api/v1/changes-before?time=2026-06-01T10:00:00Z&window=2h&subject=PRODUCTION&source=BE");
        await AskAsync(reader, "GET", "/health");
    }

    private async Task ManageAsync(HttpClient admin, HttpClient setup)
    {
        await AskAsync(setup, "POST", "/api/v1/keys", """{"name":"ci","scope":"READ_ONLY","expiresAt":"2026-07-01T00:00:00Z"}""");
        await AskAsync(admin, "GET", "/api/v1/keys");
        await AskAsync(admin, "GET", "/api/v1/settings");
        await AskAsync(
            admin,
            "PUT",
            "/api/v1/settings",
            """
            {"name":"Łódź 🚀","ladders":[["STAGING","PRODUCTION"]],"timeZone":"Europe/Warsaw","businessHours":{"days":["mon",
            "fri"],"from":"09:00","to":"17:30"},"retentionDays":30}
            """
        );
        await AskAsync(admin, "GET", "/api/v1/settings");
        await AskAsync(admin, "GET", "/api/v1/context");
        await AskAsync(admin, "PUT", "/api/v1/context", """{"text":"# Shop\n\nBE is <orders>."}""");
        await AskAsync(admin, "PUT", "/api/v1/context", """{"text":"# Shop"}""", "application/json", "If-Match: \"1\"");
        await AskAsync(admin, "PUT", "/api/v1/context", """{"text":"# Late"}""", "application/json", "If-Match: \"1\"");
        await AskAsync(admin, "GET", "/api/v1/context/revisions");
        await AskAsync(admin, "GET", "/api/v1/context/revisions/1");
        await AskAsync(admin, "POST", "/api/v1/filters", """{"name":"prod","query":"subject:PRODUCTION","range":"-7d"}""");
        await AskAsync(admin, "GET", "/api/v1/filters");
        await AskAsync(admin, "GET", "/api/v1/poison");
        await AskAsync(admin, "GET", "/api/v1/audit");
        await AskAsync(admin, "GET", "/health");
        await AskAsync(admin, "POST", "/api/v1/demo");
    }

    private async Task MeetPeopleAsync(TestApp app, HttpClient admin, HttpClient setup)
    {
        var link = await AskAsync(setup, "POST", "/api/v1/sign-in-links", "{}");
        await AskAsync(admin, "POST", "/api/v1/invitations", """{"role":"MEMBER","note":"for Ada"}""");
        await AskAsync(admin, "GET", "/api/v1/invitations");
        await AskAsync(admin, "GET", "/api/v1/people");
        await AskAsync(app.Client, "GET", "/api/v1/sign-in");
        if (TokenOf().Match(link.Body) is { Success: true } token)
        {
            var signedIn = await AskAsync(app.Client, "POST", "/api/v1/session", $$"""{"token":"{{token.Groups[1].Value}}"}""");
            var cookie = (signedIn.Header("set-cookie") ?? "").Split(';')[0];
            await AskAsync(app.Client, "GET", "/api/v1/session", null, "", "Cookie: " + cookie);
            await AskAsync(app.Client, "GET", "/api/v1/people", null, "", "Cookie: " + cookie);
            await AskAsync(app.Client, "GET", "/api/v1/audit", null, "", "Cookie: " + cookie);
            var antiforgery = "X-OpsTrails-Antiforgery: " + signedIn.Data.GetProperty("antiforgeryToken").GetString();
            var person = signedIn.Data.GetProperty("person").GetProperty("id").GetString();
            await AskAsync(
                app.Client,
                "PUT",
                $"/api/v1/people/{person}/role",
                """{"role":"VIEWER"}""",
                "application/json",
                "Cookie: " + cookie,
                antiforgery
            );
            await AskAsync(app.Client, "DELETE", "/api/v1/session", null, "", "Cookie: " + cookie);
            await AskAsync(app.Client, "DELETE", "/api/v1/session", null, "", "Cookie: " + cookie, antiforgery);
        }
        await AskAsync(app.Client, "POST", "/api/v1/session", """{"token":"nothing"}""");
        await AskAsync(app.Client, "POST", "/api/v1/invitations/inspect", """{"token":"nothing"}""");
    }

    private async Task FailAsync(TestApp app, HttpClient admin, HttpClient writer, HttpClient reader)
    {
        await AskAsync(app.Client, "GET", "/api/v1/events");
        await AskAsync(reader, "POST", "/api/v1/events", "{}");
        await AskAsync(writer, "POST", "/api/v1/events", "{");
        await AskAsync(writer, "POST", "/api/v1/events", "{}");
        await AskAsync(writer, "POST", "/api/v1/events", "<a/>", "application/xml");
        await AskAsync(writer, "POST", "/api/v1/events", "[]", "application/cloudevents-batch+json");
        await AskAsync(reader, "GET", "/api/v1/events?foo=1&limit=0&from=never");
        await AskAsync(reader, "GET", "/api/v1/events?q=foo:bar");
        await AskAsync(reader, "GET", "/api/v1/events?cursor=x");
        await AskAsync(reader, "GET", "/api/v1/events?after=x");
        await AskAsync(reader, "GET", "/api/v1/events/none");
        await AskAsync(reader, "GET", "/api/v1/events/none", null, "", "Accept: application/problem+json");
        await AskAsync(reader, "GET", "/api/v1/grid?at=x");
        await AskAsync(reader, "GET", "/api/v1/diff");
        await AskAsync(reader, "GET", "/api/v1/changes-before");
        await AskAsync(reader, "GET", "/api/v1/summary?timezone=Mars");
        await AskAsync(reader, "GET", "/api/v1/days?timezone=Mars&from=-500d&tz=x");
        await AskAsync(reader, "GET", "/api/v1/keys");
        await AskAsync(admin, "POST", "/api/v1/keys", "{}");
        await AskAsync(admin, "PUT", "/api/v1/settings", """{"foo":1}""");
        await AskAsync(admin, "PUT", "/api/v1/settings", "{}", "application/json", "If-Match: x");
        await AskAsync(admin, "PUT", "/api/v1/context", "{}");
        await AskAsync(admin, "POST", "/api/v1/filters", "{}");
        await AskAsync(admin, "DELETE", "/api/v1/filters/none");
        await AskAsync(admin, "DELETE", "/api/v1/keys/none");
        await AskAsync(admin, "DELETE", "/api/v1/people/none");
        await AskAsync(admin, "GET", "/api/v1/audit?cursor=x");
        await AskAsync(admin, "POST", "/api/v1/poison/none/send");
        await AskAsync(admin, "GET", "/api/v1/none");
        await AskAsync(admin, "PATCH", "/api/v1/events");
    }

    private async Task<HttpClient> ClientAsync(TestApp app, string scope)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        return await app.ClientWithKeyAsync(scope);
    }

    private async Task<Answer> AskAsync(
        HttpClient client,
        string method,
        string path,
        string? body = null,
        string mediaType = "application/json",
        params string[] headers
    )
    {
        // No two answers of one moment: rows of one moment have no order that could be recorded.
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await client.AskAsync(new HttpMethod(method), path, body, mediaType, headers);
        _recorded.AppendLine(CultureInfo.InvariantCulture, $"{method} {PathId().Replace(path, "/people/~/")}");
        _recorded.AppendLine(CultureInfo.InvariantCulture, $"{answer.Status}");
        foreach (var name in Headers)
        {
            if (answer.Header(name) is { } value)
                _recorded.AppendLine(CultureInfo.InvariantCulture, $"{name}: {value}");
        }
        _recorded.AppendLine(Comparable(path, answer.Body)).AppendLine();
        return answer;
    }

    private static string Comparable(string path, string body)
    {
        body = Texts().Replace(body, "$1~\"");
        return path.StartsWith("/api/v1/events", StringComparison.Ordinal) || path.StartsWith("/api/v1/grid", StringComparison.Ordinal)
            ? body
            : Background().Replace(Named().Replace(Random().Replace(body, "$1~\""), "$1:~"), "$1~");
    }

    [GeneratedRegex("(\"(?:error|title|detail|advice|note)\":\")(?:\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Texts();

    [GeneratedRegex(
        "(\"(?:id|key|prefix|token|url|link|antiforgeryToken|organization|address|instance|version|startedAt|store|reason|uptime)\":\")"
            + "(?:\\\\.|[^\"\\\\])*\""
    )]
    private static partial Regex Random();

    [GeneratedRegex(@"\b(key|person|invitation):[0-9a-z]+")]
    private static partial Regex Named();

    /// <summary>Written in the background.</summary>
    [GeneratedRegex("(\"(?:lastUsedAt|refusedAt|since|lastRunAt)\":)(?:null|\"[^\"]*\")")]
    private static partial Regex Background();

    [GeneratedRegex("/people/[0-9a-z]{10,}/")]
    private static partial Regex PathId();

    [GeneratedRegex("#([A-Za-z0-9_.~-]{20,})")]
    private static partial Regex TokenOf();
}
