using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.People;
using OpsTrails.Functions.People.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Organizations;

/// <summary>Two organizations over one store: whatever one of them asks, nothing of the other's is in the answer.</summary>
public sealed class IsolationTests : IAsyncLifetime
{
    private readonly Dictionary<string, Tenant> _tenants = [];
    private FakeTopic _topic = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        // What it refuses is kept, and listed.
        _topic = await FakeTopic.StartAsync();
        _topic.FailWith(400);
        _app = await TestApp.StartAsync(settings: _topic.Settings);
        var organizations = _app.Services.GetRequiredService<NewOrganizations>();
        await AddAsync("alpha", _app.Organization);
        await AddAsync("beta", await organizations.AddAsync("beta-organization", CancellationToken.None));

        // The two in both orders of their names in keys, as ranges could overlap on one side only.
        await AddAsync("gamma", await organizations.AddAsync("gamma-organization", CancellationToken.None));
        await _app.Services.GetRequiredService<EventRecorder>().WhenIdleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tenant in _tenants.Values)
            tenant.Client.Dispose();
        await _app.DisposeAsync();
        await _topic.DisposeAsync();
    }

    [Fact]
    public async Task No_route_that_reads_shows_anything_of_another_organization()
    {
        var paths = RoutesThatRead().SelectMany(PathsOf).ToList();

        Assert.Contains("/api/v1/events", paths);
        Assert.Contains("/api/v1/context/revisions/1", paths);
        Assert.Contains("/api/v1/poison", paths);
        Assert.All(["/api/v1/people", "/api/v1/invitations", "/api/v1/audit", "/api/v1/filters"], path => Assert.Contains(path, paths));
        foreach (var (name, tenant) in _tenants)
        {
            var own = 0;
            foreach (var path in paths)
            {
                var (status, body) = await ReadAsync(tenant.Client, path);
                Assert.True((int)status < 500, $"{path} was answered with {status}");
                foreach (var other in _tenants.Keys.Where(other => other != name))
                    Assert.False(
                        body.Contains(other, StringComparison.Ordinal)
                            || body.Contains(_tenants[other].Organization.Value, StringComparison.Ordinal),
                        $"{name} read of {other} at {path}: {body}"
                    );
                own += body.Contains(name, StringComparison.Ordinal) ? 1 : 0;
            }
            Assert.True(own >= 12, $"{name} read something of its own at {own} addresses only");
        }
    }

    [Theory]
    [InlineData("q=-needle")]
    [InlineData("limit=1")]
    public async Task A_cursor_of_another_organization_shows_nothing_of_it(string query)
    {
        foreach (var (name, tenant) in _tenants)
        {
            var cursor = (await tenant.Client.AskAsync("/api/v1/events?limit=1&" + query.Replace("limit=1", "", StringComparison.Ordinal)))
                .Json.GetProperty("nextCursor")
                .GetString();
            Assert.NotNull(cursor);
            foreach (var (other, client) in _tenants.Where(pair => pair.Key != name).Select(pair => (pair.Key, pair.Value.Client)))
            {
                var (_, body) = await ReadAsync(
                    client,
                    $"/api/v1/events?limit=100&{query.Replace("limit=1", "", StringComparison.Ordinal)}&cursor={cursor}"
                );
                Assert.DoesNotContain(name + "-", body, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_forged_cursor_shows_nothing_of_another_organization_and_is_no_500()
    {
        EventPosition[] positions =
        [
            EventPosition.Newest,
            EventPosition.AfterAllAt(Timestamp.MinValue),
            EventPosition.At(new(Timestamp.MaxValue, Timestamp.MinValue, EventOrder.MaxPlace, new string('0', 32))),
            EventPosition.After(new(Timestamp.MaxValue.Previous(), Timestamp.MaxValue, 0, new string('f', 32))),
        ];
        foreach (var (name, tenant) in _tenants)
        {
            var query = EventQuery.Parse([], TimeProvider.System.GetUtcNow(), new())!;
            foreach (var position in positions)
            {
                var cursor = new PageCursor
                {
                    Position = position,
                    Window = query.Window,
                    QueryHash = query.Hash,
                    Feed = FeedSequence.Zero,
                };
                var (status, body) = await ReadAsync(tenant.Client, $"/api/v1/events?limit=100&cursor={cursor}");
                Assert.True(status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{position}: {status} {body}");
                Assert.All(
                    _tenants.Keys.Where(other => other != name),
                    other => Assert.DoesNotContain(other + "-", body, StringComparison.Ordinal)
                );
            }
        }
    }

    [Fact]
    public async Task A_feed_position_never_reads_the_feed_of_another_organization()
    {
        foreach (var (name, tenant) in _tenants)
        {
            foreach (var after in (string[])["begin", "f0", "f1", "f5"])
            {
                foreach (var path in (string[])[$"/api/v1/events?after={after}&limit=100", $"/api/v1/events/stream?after={after}"])
                {
                    var (_, body) = await ReadAsync(tenant.Client, path, until: name + "-5");
                    Assert.Contains(name + "-5", body, StringComparison.Ordinal);
                    Assert.All(
                        _tenants.Keys.Where(other => other != name),
                        other => Assert.DoesNotContain(other + "-", body, StringComparison.Ordinal)
                    );
                }
            }
        }
    }

    [Fact]
    public async Task What_one_organization_records_reaches_no_live_reader_of_another()
    {
        using var alpha = await SseReader.OpenedAsync(_tenants["alpha"].Client);
        using var beta = await SseReader.OpenedAsync(_tenants["beta"].Client);

        await _tenants["alpha"].Client.RecordAsync(AnEvent.Json("alpha-live"));
        await _tenants["beta"].Client.RecordAsync(AnEvent.Json("beta-live"));

        Assert.Equal(["alpha-live"], await alpha.NextIdsAsync(1));
        Assert.Equal(["beta-live"], await beta.NextIdsAsync(1));
    }

    [Fact]
    public async Task A_cursor_holds_nothing_of_the_organization()
    {
        foreach (var tenant in _tenants.Values)
        {
            var cursor = (await tenant.Client.AskAsync("/api/v1/events?limit=1")).Json.GetProperty("nextCursor").GetString()!;

            Assert.DoesNotContain(tenant.Organization.Value, cursor, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Events_and_keys_of_another_organization_are_not_found()
    {
        var (alpha, beta) = (_tenants["alpha"], _tenants["beta"]);

        Assert.Equal(404, (await beta.Client.AskAsync("/api/v1/events/alpha-1")).Status);
        Assert.Equal(404, (await beta.Client.AskAsync("/api/v1/events/alpha-1?source=alpha-source")).Status);
        Assert.Equal(0, (await beta.Client.AskAsync("/api/v1/events?id=alpha-1")).Data.GetArrayLength());
        Assert.Equal(404, (await beta.Client.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + alpha.KeyId)).Status);
        Assert.Equal(200, (await alpha.Client.AskAsync("/api/v1/keys")).Status);
    }

    [Fact]
    public async Task A_refused_event_of_another_organization_is_neither_listed_nor_sent()
    {
        var id = (await _tenants["alpha"].Client.AskAsync("/api/v1/poison?limit=1")).Data[0].GetProperty("id").GetString();

        Assert.Equal(404, (await _tenants["beta"].Client.AskAsync(HttpMethod.Post, $"/api/v1/poison/{id}/send")).Status);
        Assert.DoesNotContain(
            "alpha",
            (await _tenants["beta"].Client.AskAsync("/api/v1/poison?cursor=" + id)).Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_same_source_and_id_are_two_events_in_two_organizations()
    {
        const string Shared = """{"specversion":"1.0","type":"t","source":"shared","id":"shared","time":"NOW","data":{"of":"OWNER"}}""";

        var first = await _tenants["alpha"].Client.RecordAsync(Shared.Replace("OWNER", "one", StringComparison.Ordinal));
        var second = await _tenants["beta"].Client.RecordAsync(Shared.Replace("OWNER", "two", StringComparison.Ordinal));

        Assert.Equal((201, 201), (first.Status, second.Status));
        Assert.Equal(
            "one",
            (await _tenants["alpha"].Client.AskAsync("/api/v1/events/shared")).Data.GetProperty("data").GetProperty("of").GetString()
        );
        Assert.Equal(
            "two",
            (await _tenants["beta"].Client.AskAsync("/api/v1/events/shared")).Data.GetProperty("data").GetProperty("of").GetString()
        );
    }

    [Fact]
    public async Task People_and_invitations_of_another_organization_are_not_found_and_stay_as_they_are()
    {
        var (alpha, beta) = (_tenants["alpha"].Client, _tenants["beta"].Client);
        var (people, invitations) = ((await alpha.AskAsync("/api/v1/people")).Body, (await alpha.AskAsync("/api/v1/invitations")).Body);
        var invitation = (await alpha.AskAsync("/api/v1/invitations")).Data[0].GetProperty("id").GetString();

        Assert.Equal(404, (await beta.AskAsync(HttpMethod.Put, "/api/v1/people/alpha-person/role", """{"role":"ADMIN"}""")).Status);
        Assert.Equal(404, (await beta.AskAsync(HttpMethod.Delete, "/api/v1/people/alpha-person")).Status);
        Assert.Equal(404, (await beta.AskAsync(HttpMethod.Delete, "/api/v1/invitations/" + invitation)).Status);
        Assert.Equal(
            (people, invitations),
            ((await alpha.AskAsync("/api/v1/people")).Body, (await alpha.AskAsync("/api/v1/invitations")).Body)
        );
    }

    [Fact]
    public async Task An_audit_cursor_of_another_organization_shows_nothing_of_it()
    {
        var cursor = (await _tenants["alpha"].Client.AskAsync("/api/v1/audit?limit=1")).Json.GetProperty("nextCursor").GetString();

        Assert.NotNull(cursor);
        Assert.DoesNotContain(
            "alpha",
            (await _tenants["beta"].Client.AskAsync("/api/v1/audit?limit=100&cursor=" + cursor)).Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_one_organization_writes_does_not_change_another()
    {
        await _tenants["alpha"].Client.AskAsync(HttpMethod.Put, "/api/v1/context", """{"text":"alpha-changed"}""");
        await _tenants["alpha"].Client.AskAsync(HttpMethod.Put, "/api/v1/settings", """{"name":"alpha-changed"}""");

        Assert.Equal("beta-context", (await _tenants["beta"].Client.AskAsync("/api/v1/context")).Data.GetProperty("text").GetString());
        Assert.Equal(
            "beta-organization",
            (await _tenants["beta"].Client.AskAsync("/api/v1/settings")).Data.GetProperty("name").GetString()
        );
    }

    [Fact]
    public async Task A_saved_filter_of_another_organization_cannot_be_deleted_and_its_name_is_free()
    {
        var id = (await _tenants["alpha"].Client.AskAsync("/api/v1/filters")).Data[0].GetProperty("id").GetString();

        Assert.Equal(404, (await _tenants["beta"].Client.AskAsync(HttpMethod.Delete, "/api/v1/filters/" + id)).Status);
        Assert.Equal(
            201,
            (await _tenants["beta"].Client.AskAsync(HttpMethod.Post, "/api/v1/filters", """{"name":"alpha-filter","query":""}""")).Status
        );
        Assert.Equal(1, (await _tenants["alpha"].Client.AskAsync("/api/v1/filters")).Data.GetArrayLength());
    }

    private async Task AddAsync(string name, OrganizationId organization)
    {
        var (issued, secret) = await _app
            .Services.GetRequiredService<KeyStore>()
            .IssueAsync(organization, name + "-key", KeyScope.Admin, null, "test", CancellationToken.None);
        var tenant = _tenants[name] = new Tenant(organization, _app.ClientWith(secret.Reveal()), issued.Id);
        var person = new Person
        {
            Id = name + "-person",
            Organization = organization,
            Name = name + "-person",
            Role = Role.Viewer,
            CreatedAt = default,
        };
        await _app.Store.WriteAsync(Tables.People, [Write.Add(PersonRow.Write(person))], CancellationToken.None);
        await _app
            .Services.GetRequiredService<InvitationStore>()
            .MakeAsync(
                organization,
                new InvitationRequest(Role.Member, name + "-invitation", Timestamp.From(DateTimeOffset.MaxValue)),
                name + "-test",
                CancellationToken.None
            );
        var events = Enumerable
            .Range(0, 6)
            .Select(i =>
                $$$"""
                    {"specversion":"1.0","type":"{{{name}}}-type","source":"{{{name}}}-source","subject":"{{{name}}}-subject",
                    "id":"{{{name}}}-{{{i}}}","version":"{{{name}}}-{{{i}}}","time":"2026-01-0{{{1 + i}}}T10:00:00Z",
                    "data":{"description":"{{{name}}}-text"}}
                    """
            );
        Assert.Equal(200, (await tenant.Client.RecordAsync($"[{string.Join(',', events)}]")).Status);
        Assert.Equal(200, (await tenant.Client.AskAsync(HttpMethod.Put, "/api/v1/context", $$"""{"text":"{{name}}-context"}""")).Status);
        Assert.Equal(
            200,
            (
                await tenant.Client.AskAsync(
                    HttpMethod.Put,
                    "/api/v1/settings",
                    $$"""{"name":"{{name}}-organization","ladders":[["{{name}}-subject"]]}"""
                )
            ).Status
        );
        Assert.Equal(
            201,
            (
                await tenant.Client.AskAsync(
                    HttpMethod.Post,
                    "/api/v1/filters",
                    $$"""{"name":"{{name}}-filter","query":"source:{{name}}-source"}"""
                )
            ).Status
        );
    }

    private IEnumerable<RouteEndpoint> RoutesThatRead() =>
        _app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true)
            .Where(route => route.Metadata.GetMetadata<IAuthorizeData>() is not null);

    /// <summary>A route with its parameters filled by what each organization has, and with wide questions.</summary>
    private IEnumerable<string> PathsOf(RouteEndpoint route)
    {
        var pattern = "/" + route.RoutePattern.RawText!.Trim('/');
        if (route.RoutePattern.Parameters.Count == 0)
            return
            [
                pattern,
                pattern + "?limit=100",
                pattern + "?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z",
                pattern + "?after=begin",
                pattern + "?search=text",
                pattern + "?time=2026-01-07T00:00:00Z&window=7d",
                .. _tenants.Keys.Select(name =>
                    $"{pattern}?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&subject={name}-subject&source={name}-source"
                ),
            ];
        return _tenants
            .SelectMany(tenant => new[] { tenant.Key + "-1", "1", tenant.Value.KeyId, tenant.Value.Organization.Value })
            .Select(value =>
                route.RoutePattern.Parameters.Aggregate(
                    pattern,
                    (path, parameter) => path.Replace("{" + parameter.Name + "}", value, StringComparison.Ordinal)
                )
            );
    }

    /// <summary>
    /// The answer; of one that does not end, what comes until something is in it and for half a second after. What was asked for is not in
    /// it.
    /// </summary>
    private static async Task<(HttpStatusCode Status, string Body)> ReadAsync(HttpClient client, string path, string until = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        var body = new StringBuilder();
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(timeout.Token);
            var buffer = new byte[64 * 1024];
            var isWaiting = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
            int read;
            do
            {
                if (isWaiting && body.ToString().Contains(until, StringComparison.Ordinal))
                {
                    isWaiting = false;
                    timeout.CancelAfter(TimeSpan.FromMilliseconds(500));
                }
                read = await stream.ReadAsync(buffer, timeout.Token);
                body.Append(Encoding.UTF8.GetString(buffer, 0, read));
            } while (read > 0);
        }
        catch (OperationCanceledException)
        {
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        }
        return (response.StatusCode, body.ToString());
    }

    private sealed record Tenant(OrganizationId Organization, HttpClient Client, string KeyId);
}
