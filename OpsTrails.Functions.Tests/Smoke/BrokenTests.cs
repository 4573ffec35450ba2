using System.Text;
using Microsoft.AspNetCore.Http;
using OpsTrails.Functions.Smoke;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Smoke;

/// <summary>Each check fails when what it looks at is broken, and others do not.</summary>
public sealed class BrokenTests
{
    private static readonly Dictionary<string, (string[] Checks, Func<HttpContext, RequestDelegate, Task> Front)> Cases = new()
    {
        ["health is gone"] = (["health"], At("GET", "/health", Gone)),
        ["the program is not ready"] = (["health"], At("GET", "/health", Says(200, "application/json", """{"status":"unavailable"}"""))),
        ["something else answers"] = (
            ["an unknown route answers JSON"],
            At("GET", "/api/v1/no-such-thing", Says(404, "text/html", "<h1>Not found</h1>"))
        ),
        ["there is no console"] = (["console"], At("GET", "/", Says(200, "text/html", "<h1>Welcome</h1>"))),
        ["a header is taken away"] = (["security headers"], AtTheEnd(context => context.Response.Headers.Remove("X-Frame-Options"))),
        ["the policy is taken away"] = (
            ["security headers"],
            AtTheEnd(context => context.Response.Headers.Remove("Content-Security-Policy"))
        ),
        ["https is not remembered"] = (
            ["Strict-Transport-Security is set"],
            AtTheEnd(context => context.Response.Headers.Remove("Strict-Transport-Security"))
        ),
        ["plain http is answered"] = (
            ["http redirects to https"],
            (context, next) =>
                context.Request.IsHttps || context.Request.Host.Host != SmokedApp.Host
                    ? next(context)
                    : Says(200, "application/json", """{"status":"ready"}""")(context)
        ),
        ["the timer is open"] = (
            ["timer functions can't be called"],
            At("POST", "/sweep", Says(200, "application/json", """{"Outputs":{}}"""))
        ),
        ["the timer is open to who writes it so"] = (
            ["timer functions can't be called"],
            (context, next) =>
                context.Request.Path == "/SWEEP" && context.Request.Headers.ContainsKey("X-Forwarded-For")
                    ? Says(200, "application/json", "{}")(context)
                    : next(context)
        ),
        ["the host's own door is open"] = (
            ["timer functions can't be called"],
            At("POST", "/admin/functions/sweep", Says(202, "text/plain", ""))
        ),
        ["the timer fails for who asks"] = (["timer functions can't be called"], At("POST", "/sweep", Says(500, "application/json", "{}"))),
        ["any key opens"] = (
            ["an unknown key is rejected"],
            (context, next) =>
                context.Request.Headers.Authorization == "Bearer ot_not-a-key"
                    ? Says(200, "application/json", "{}")(context)
                    : next(context)
        ),
        ["refusals are no JSON"] = (
            ["an unknown key is rejected"],
            (context, next) =>
                context.Request.Headers.Authorization.Count == 0
                && context.Request.Path == "/api/v1/events"
                && context.Request.Method == "GET"
                    ? Says(401, "text/html", "<h1>Sign in</h1>")(context)
                    : next(context)
        ),
        ["every scope may record"] = (
            ["an insufficient scope is rejected"],
            AtTheEnd(context => context.Response.StatusCode = context.Response.StatusCode == 403 ? 201 : context.Response.StatusCode)
        ),
        ["webhooks are not asked"] = (["the webhook handshake works"], At("OPTIONS", "/api/v1/events", Says(405, "text/plain", ""))),
        ["webhooks are not allowed"] = (
            ["the webhook handshake works"],
            AtTheEnd(context => context.Response.Headers.Remove("WebHook-Allowed-Origin"))
        ),
        ["nothing is recorded"] = (
            [
                "an insufficient scope is rejected",
                "an event is recorded",
                "a stream starts at once and delivers an event",
                "a long poll delivers an event",
            ],
            At("POST", "/api/v1/events", Says(503, "application/json", """{"success":false,"code":"SERVICE_UNAVAILABLE"}"""))
        ),
        ["all is recorded again"] = (
            ["a repeated event is recorded once"],
            AtTheEnd(context =>
                context.Response.StatusCode =
                    context.Request.Method == "POST" && context.Request.Path == "/api/v1/events" && context.Response.StatusCode == 200
                        ? 201
                        : context.Response.StatusCode
            )
        ),
        ["nothing is read back"] = (
            ["the event can be read"],
            (context, next) =>
                context.Request.Path.StartsWithSegments("/api/v1/events", out var rest)
                && rest.Value!.StartsWith("/smoke-", StringComparison.Ordinal)
                    ? Gone(context)
                    : next(context)
        ),
        ["nothing is listed"] = (
            ["the event is listed"],
            (context, next) =>
                context.Request.Query.ContainsKey("from")
                    ? Says(200, "application/json", """{"success":true,"data":[]}""")(context)
                    : next(context)
        ),
        ["streams are kept until they are whole"] = (
            ["a stream starts at once and delivers an event"],
            AtTheStream(
                async (context, next) =>
                {
                    await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, context.RequestAborted)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    await next(context);
                }
            )
        ),
        ["streams bring nothing"] = (
            ["a stream starts at once and delivers an event"],
            AtTheStream(
                async (context, _) =>
                {
                    context.Response.ContentType = "text/event-stream";
                    await context.Response.WriteAsync(": nothing\n\n");
                    await context.Response.Body.FlushAsync();
                    await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, context.RequestAborted)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            )
        ),
        ["streams forget where they were"] = (
            ["a stream resumes without a gap"],
            AtTheStream(
                (context, next) =>
                {
                    context.Request.Headers.Remove("Last-Event-ID");
                    return next(context);
                }
            )
        ),
        ["streams begin at the beginning"] = (
            ["a stream resumes without a gap"],
            AtTheStream(
                (context, next) =>
                {
                    if (context.Request.Headers.Remove("Last-Event-ID"))
                        context.Request.QueryString = context.Request.QueryString.Add("after", "begin");
                    return next(context);
                }
            )
        ),
        ["long polls bring nothing"] = (
            ["a stream resumes without a gap", "a long poll delivers an event"],
            (context, next) =>
                context.Request.Query.ContainsKey("wait")
                    ? Says(200, "application/json", """{"success":true,"data":[],"nextCursor":"now"}""")(context)
                    : next(context)
        ),
        ["assistants are not answered"] = (
            ["an assistant gets an answer"],
            (context, next) => context.Request.Path.StartsWithSegments("/api/mcp") ? Gone(context) : next(context)
        ),
        ["keys are not revoked"] = (
            ["a revoked key stops working"],
            (context, next) => context.Request.Method == "DELETE" ? Says(200, "application/json", "{}")(context) : next(context)
        ),
        ["keys cannot be revoked"] = (
            ["a revoked key stops working", "created keys are revoked"],
            (context, next) => context.Request.Method == "DELETE" ? Says(500, "application/json", "{}")(context) : next(context)
        ),
        ["keys cannot be made"] = (["the given key works"], At("POST", "/api/v1/keys", Says(500, "application/json", "{}"))),
    };

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <summary>What a check waits for that never comes is not to be waited for as long as what comes late.</summary>
    private static readonly Dictionary<string, SmokeTimeouts> Waiting = new()
    {
        ["streams are kept until they are whole"] = SmokedApp.Long with { FirstByte = Short },
        ["streams bring nothing"] = SmokedApp.Long with { Event = Short },
        ["streams forget where they were"] = SmokedApp.Long with { Event = Short },
        ["long polls bring nothing"] = SmokedApp.Long with { Event = Short },
        ["keys are not revoked"] = SmokedApp.Long with { Revoked = Short },
    };

    public static TheoryData<string> Names { get; } = [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_broken_installation_fails_exactly_its_checks(string name)
    {
        var (checks, front) = Cases[name];
        await using var smoked = await SmokedApp.StartAsync(front);
        var sound = name == "there is no console" || await HasConsoleAsync(smoked) ? Array.Empty<string>() : ["console"];

        var (found, output) = await smoked.RunAsync(await smoked.App.CreateKeyAsync("ADMIN"), Waiting.GetValueOrDefault(name));

        Assert.True(
            checks
                .Concat(sound)
                .Order()
                .SequenceEqual(found.Where(item => item.Value.Kind == FindingKind.Failed).Select(item => item.Key).Order()),
            output
        );
    }

    [Fact]
    public void Every_check_is_among_those_that_were_seen_to_fail() =>
        Assert.Equal(SmokeRunner.Checks.Select(check => check.Name).Order(), Cases.Values.SelectMany(one => one.Checks).Distinct().Order());

    private static async Task<bool> HasConsoleAsync(SmokedApp smoked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/settings");
        request.Headers.Add("Accept", "text/html");
        using var response = await smoked.App.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return !(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains(
            "OpsTrails is running without its console",
            StringComparison.Ordinal
        );
    }

    /// <summary>Answers a request of this method and path itself.</summary>
    private static Func<HttpContext, RequestDelegate, Task> At(string method, string path, RequestDelegate answer) =>
        (context, next) =>
            context.Request.IsHttps && context.Request.Method == method && context.Request.Path.Value == path
                ? answer(context)
                : next(context);

    private static Func<HttpContext, RequestDelegate, Task> AtTheStream(Func<HttpContext, RequestDelegate, Task> answer) =>
        (context, next) => context.Request.Path == "/api/v1/events/stream" ? answer(context, next) : next(context);

    /// <summary>Changes the head of an answer after everything else had its say.</summary>
    private static Func<HttpContext, RequestDelegate, Task> AtTheEnd(Action<HttpContext> change) =>
        (context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                change(context);
                return Task.CompletedTask;
            });
            return next(context);
        };

    private static Task Gone(HttpContext context) =>
        Says(404, "application/json", """{"success":false,"error":"There is nothing.","code":"NOT_FOUND"}""")(context);

    /// <summary>Answers with the headers that the program would send along.</summary>
    private static RequestDelegate Says(int status, string type, string body) =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.XFrameOptions = "DENY";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
            context.Response.Headers.StrictTransportSecurity = "max-age=31536000";
            return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted).AsTask();
        };
}
