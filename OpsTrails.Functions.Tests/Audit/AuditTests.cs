using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Audit;

/// <summary>Each change is audited once, with its author. A change that can't be audited fails.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private TestProvider _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await TestProvider.StartAsync();

    public async ValueTask DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task Every_change_is_audited_once_with_its_author()
    {
        await using var app = await TestApp.StartAsync(settings: _provider.Settings);
        var made = await ChangesOf(app);

        var entries = await ReadAsync(made.Owner);
        made.Dispose();

        Assert.Equal(Expected(made), entries.Where(IsNoLink).Select(Describe).Order(StringComparer.Ordinal));
        Assert.Equal(["setup-token"], entries.Where(entry => !IsNoLink(entry)).Select(entry => entry.GetProperty("by").GetString()));
        Assert.Equal(
            entries.Select(entry => entry.GetProperty("at").GetString()).OrderDescending(StringComparer.Ordinal),
            entries.Select(entry => entry.GetProperty("at").GetString())
        );
    }

    [Fact]
    public async Task A_change_with_a_lost_answer_is_audited_once()
    {
        string[] audited = [Tables.Keys, Tables.Settings, Tables.Context, Tables.People];
        await using var app = await TestApp.StartAsync(
            null,
            Around(store => new RepeatingTableStore(store, (table, _) => audited.Contains(table))),
            _provider.Settings
        );
        var made = await ChangesOf(app);

        var entries = await ReadAsync(made.Owner);
        made.Dispose();

        Assert.Equal(Expected(made), entries.Where(IsNoLink).Select(Describe).Order(StringComparer.Ordinal));
        Assert.Single(entries, entry => !IsNoLink(entry));
    }

    [Fact]
    public async Task An_entry_is_written_in_the_transaction_of_its_change()
    {
        WatchedTableStore? watched = null;
        await using var app = await TestApp.StartAsync(null, Around(store => watched = new WatchedTableStore(store)), _provider.Settings);
        (await ChangesOf(app)).Dispose();

        var alone = watched!
            .Done.Where(done => done.Writes.Any(IsEntry) && done.Writes.All(IsEntry))
            .SelectMany(done => done.Writes)
            .Select(write => write.Row.Text("Action"));

        // Links lie together, apart from every organization.
        Assert.All(alone, action => Assert.Equal("sign-in-link.made", action));
    }

    [Theory]
    [InlineData("POST /api/v1/keys", """{"name":"ci","scope":"READ_ONLY"}""", Tables.Keys)]
    [InlineData("DELETE /api/v1/keys/{key}", null, Tables.Keys)]
    [InlineData("PUT /api/v1/settings", """{"name":"Shop"}""", Tables.Settings)]
    [InlineData("PUT /api/v1/context", """{"text":"# Shop"}""", Tables.Context)]
    [InlineData("POST /api/v1/invitations", """{"role":"MEMBER"}""", Tables.People)]
    [InlineData("DELETE /api/v1/invitations/{invitation}", null, Tables.People)]
    [InlineData("PUT /api/v1/people/{person}/role", """{"role":"VIEWER"}""", Tables.People)]
    [InlineData("DELETE /api/v1/people/{person}", null, Tables.People)]
    public async Task What_cannot_be_told_is_not_done(string request, string? body, string table)
    {
        var failing = false;
        await using var app = await TestApp.StartAsync(
            null,
            Around(store => new FailingTableStore(store, (_, writes) => failing && writes.Any(IsEntry))),
            _provider.Settings
        );
        using var owner = await Browser.SignInAsync(app);
        var key = await owner.Client.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"ci","scope":"READ_ONLY"}""");
        using var ada = await ProviderVisit.JoinAsync(app, _provider, owner, "MEMBER", "ada");
        await owner.Client.InviteAsync();
        var invitation = (await owner.Client.AskAsync("/api/v1/invitations")).Data[0].GetProperty("id").GetString();
        var path = request
            .Split(' ')[1]
            .Replace("{key}", key.Data.GetProperty("id").GetString(), StringComparison.Ordinal)
            .Replace("{invitation}", invitation, StringComparison.Ordinal)
            .Replace("{person}", await ada.PersonIdAsync(), StringComparison.Ordinal);
        var before = await ContentAsync(app, table);

        failing = true;
        var answer = await owner.Client.AskAsync(new HttpMethod(request.Split(' ')[0]), path, body);
        failing = false;

        Assert.Equal((503, "SERVICE_UNAVAILABLE"), (answer.Status, answer.Code));
        Assert.Equal(before, await ContentAsync(app, table));
        Assert.Equal(200, await ada.StatusAsync());
    }

    [Fact]
    public async Task Who_joins_is_told_or_does_not_join()
    {
        var failing = false;
        await using var app = await TestApp.StartAsync(
            null,
            Around(store => new FailingTableStore(store, (_, writes) => failing && writes.Any(IsEntry))),
            _provider.Settings
        );
        using var owner = await Browser.SignInAsync(app);
        var invitation = await owner.Client.InviteAsync();
        using var ada = new Browser(app);

        failing = true;
        var refused = await ada.EnterAsync(invitation);
        failing = false;

        Assert.Equal("/sign-in?failed=provider", refused);
        Assert.Equal(1, (await owner.Client.AskAsync("/api/v1/people")).Data.GetArrayLength());
        Assert.Equal("/", await ada.EnterAsync(invitation));
    }

    [Fact]
    public async Task What_changes_nothing_or_is_refused_is_not_told()
    {
        await using var app = await TestApp.StartAsync(settings: _provider.Settings);
        using var made = await ChangesOf(app);
        var owner = made.Owner.Client;
        using var member = await ProviderVisit.JoinAsync(app, _provider, made.Owner, "MEMBER", "member");
        var invitation = await owner.InviteAsync();
        var before = await ReadAsync(made.Owner);

        Answer[] answers =
        [
            await owner.AskAsync(HttpMethod.Put, "/api/v1/settings", """{"name":"Shop","timeZone":"Europe/Warsaw"}"""),
            await owner.AskAsync(HttpMethod.Put, "/api/v1/settings", """{"name":"Late"}""", headers: "If-Match: \"99\""),
            await owner.AskAsync(HttpMethod.Put, "/api/v1/context", """{"text":"# Shop"}"""),
            await owner.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + made.KeyId),
            await owner.AskAsync(HttpMethod.Delete, "/api/v1/keys/none"),
            await owner.AskAsync(HttpMethod.Delete, "/api/v1/invitations/" + made.RevokedInvitation),
            await owner.AskAsync(HttpMethod.Put, $"/api/v1/people/{await member.PersonIdAsync()}/role", """{"role":"MEMBER"}"""),
            await owner.AskAsync(HttpMethod.Put, $"/api/v1/people/{await made.Owner.PersonIdAsync()}/role", """{"role":"VIEWER"}"""),
            await owner.AskAsync(HttpMethod.Delete, "/api/v1/people/none"),
            await member.Client.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"ci","scope":"READ_ONLY"}"""),
            await member.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + await made.Owner.PersonIdAsync()),
            await owner.AskAsync(HttpMethod.Post, "/api/v1/keys", "{}"),
        ];
        await member.EnterAsync(invitation);
        var after = await ReadAsync(made.Owner);

        Assert.Equal([200, 409, 200, 200, 404, 200, 200, 409, 404, 403, 403, 400], answers.Select(answer => answer.Status));
        Assert.Equal(before.Select(Describe), after.Select(Describe));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task Pages_of_any_size_tell_the_same(int limit)
    {
        // One moment for all, so that only what is random tells entries of one moment apart.
        var clock = TestClock.AtPresent();
        await using var app = await TestApp.StartAsync(null, clock.AddTo, _provider.Settings);
        using var made = await ChangesOf(app);
        var all = (await ReadAsync(made.Owner)).Select(entry => entry.GetProperty("id").GetString()).ToList();

        var paged = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await made.Owner.Client.AskAsync($"/api/v1/audit?limit={limit}" + (cursor is null ? "" : "&cursor=" + cursor));
            Assert.InRange(page.Data.GetArrayLength(), 1, limit);
            paged.AddRange(page.Data.EnumerateArray().Select(entry => entry.GetProperty("id").GetString()));
            cursor = page.Json.GetProperty("nextCursor").GetString();
        } while (cursor is not null);

        Assert.Equal(13, all.Count);
        Assert.Equal(all, paged);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("cursor=x")]
    [InlineData("cursor=0000000000000000000~xxxxxxxxxxxxxxxx")]
    [InlineData("from=-1d")]
    public async Task An_invalid_query_is_refused(string query)
    {
        await using var app = await TestApp.StartAsync();
        using var admin = await app.ClientWithKeyAsync("ADMIN");

        Assert.Equal(400, (await admin.AskAsync("/api/v1/audit?" + query)).Status);
    }

    [Fact]
    public async Task Names_are_those_of_now_and_who_is_gone_has_none()
    {
        await using var app = await TestApp.StartAsync(settings: _provider.Settings);
        using var owner = await Browser.SignInAsync(app);
        using var ada = await ProviderVisit.JoinAsync(app, _provider, owner, "ADMIN", "ada");
        using var key = await app.ClientWithKeyAsync("ADMIN");
        await key.AskAsync(HttpMethod.Put, "/api/v1/context", """{"text":"by key"}""");
        await ada.Client.AskAsync(HttpMethod.Put, "/api/v1/context", """{"text":"by ada"}""");
        _provider.User = _provider.User! with { Name = "Ada King" };
        await ada.EnterAsync();

        var present = await NamesAsync(owner);
        await owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + await ada.PersonIdAsync());
        var gone = await NamesAsync(owner);

        Assert.Equal(["Ada King", "test"], present);
        Assert.Equal([null, "test"], gone);
    }

    [Fact]
    public async Task The_list_of_keys_is_not_longer_for_it()
    {
        await using var app = await TestApp.StartAsync();
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        var id = (await admin.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"ci","scope":"READ_ONLY"}"""))
            .Data.GetProperty("id")
            .GetString();

        await admin.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + id);

        Assert.Equal(
            ["ci", "test"],
            (await admin.AskAsync("/api/v1/keys")).Data.EnumerateArray().Select(key => key.GetProperty("name").GetString())
        );
    }

    [Fact]
    public async Task Nothing_in_it_is_a_secret()
    {
        await using var app = await TestApp.StartAsync(settings: _provider.Settings);
        using var made = await ChangesOf(app);

        var told = (await made.Owner.Client.AskAsync("/api/v1/audit?limit=100")).Body;

        Assert.All(
            [.. made.Secrets, .. _provider.Given, TestApp.SetupToken, made.Owner.Antiforgery],
            secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal)
        );
    }

    private static Action<WebApplicationBuilder> Around(Func<ITableStore, ITableStore> layer) =>
        builder => builder.Services.AddSingleton(new TableStoreLayer(layer));

    private static bool IsEntry(Write write) => write.Row.Key.Row.StartsWith("a~", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<JsonElement>> ReadAsync(Browser owner) =>
        [.. (await owner.Client.AskAsync("/api/v1/audit?limit=100")).Data.EnumerateArray()];

    private static async Task<IEnumerable<string?>> NamesAsync(Browser owner) =>
        (await ReadAsync(owner))
            .Where(entry => entry.GetProperty("action").GetString() == "context.changed")
            .Select(entry => entry.GetProperty("byName").GetString());

    /// <summary>What a table holds, but for the hours in which keys were used.</summary>
    private static async Task<IEnumerable<string>> ContentAsync(TestApp app, string table) =>
        [
            .. (await app.RowsAsync(table))
                .Where(row => row.Key.Partition != "hash")
                .Select(row => $"{row.Key} {row.Text("Name")} {row.Text("Role")} {row.Number("RevokedAt")} {row.Number("Revision")}"),
        ];

    private static bool IsNoLink(JsonElement entry) => entry.GetProperty("action").GetString() != "sign-in-link.made";

    private static string Describe(JsonElement entry) =>
        string.Join(' ', ((string[])["action", "by", "target", "details"]).Select(name => entry.GetProperty(name).ToString()));

    /// <summary>Does every kind of change once.</summary>
    private async Task<Changes> ChangesOf(TestApp app)
    {
        var owner = await Browser.SignInAsync(app);
        var key = await owner.Client.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"ci","scope":"READ_ONLY"}""");
        var keyId = key.Data.GetProperty("id").GetString()!;
        await owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + keyId);
        await owner.Client.AskAsync(HttpMethod.Put, "/api/v1/settings", """{"name":"Shop","timeZone":"Europe/Warsaw"}""");
        await owner.Client.AskAsync(HttpMethod.Put, "/api/v1/context", """{"text":"# Shop"}""");
        var revoked = await owner.Client.AskAsync(HttpMethod.Post, "/api/v1/invitations", """{"role":"VIEWER","expiresAt":null}""");
        var revokedId = revoked.Data.GetProperty("id").GetString()!;
        await owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/invitations/" + revokedId);
        using var ada = new Browser(app);
        _provider.User = ProviderUser.Ada;
        var invitation = await owner.Client.AskAsync(HttpMethod.Post, "/api/v1/invitations", """{"role":"MEMBER"}""");
        var url = invitation.Data.GetProperty("url").GetString()!;
        Assert.Equal("/", await ada.EnterAsync(new Uri(url).Fragment[1..]));
        var adaId = await ada.PersonIdAsync();
        await owner.Client.AskAsync(HttpMethod.Put, $"/api/v1/people/{adaId}/role", """{"role":"ADMIN"}""");
        await owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + adaId);
        return new Changes(
            owner,
            await owner.PersonIdAsync(),
            keyId,
            revokedId,
            ExpiryOf(revoked),
            invitation.Data.GetProperty("id").GetString()!,
            ExpiryOf(invitation),
            adaId,
            [key.Data.GetProperty("key").GetString()!, url.Split('.')[^1]]
        );
    }

    private static string ExpiryOf(Answer invitation) => invitation.Data.GetProperty("expiresAt").GetString()!;

    /// <summary>All but the link by which the owner came.</summary>
    private static IEnumerable<string> Expected(Changes made)
    {
        var (owner, ada) = ("person:" + made.OwnerId, "person:" + made.AdaId);
        return (
            (string[])
                [
                    $$"""person.joined {{owner}} {{owner}} {"name":"Owner","role":"OWNER","via":"link","invitation":null}""",
                    $$"""key.issued {{owner}} key:{{made.KeyId}} {"name":"ci","scope":"READ_ONLY","expiresAt":null}""",
                    $$"""key.revoked {{owner}} key:{{made.KeyId}} {"name":"ci","scope":"READ_ONLY"}""",
                    $$"""settings.changed {{owner}}  {"members":["name","timeZone"],"revision":1}""",
                    $$"""context.changed {{owner}}  {"revision":1}""",
                    $$"""invitation.made {{owner}} invitation:{{made.RevokedInvitation}} """
                        + $$"""{"role":"VIEWER","expiresAt":"{{made.RevokedExpiry}}"}""",
                    $$"""invitation.revoked {{owner}} invitation:{{made.RevokedInvitation}} {"role":"VIEWER"}""",
                    $$"""invitation.made {{owner}} invitation:{{made.AcceptedInvitation}} """
                        + $$"""{"role":"MEMBER","expiresAt":"{{made.AcceptedExpiry}}"}""",
                    $$"""invitation.accepted {{ada}} invitation:{{made.AcceptedInvitation}} {"role":"MEMBER","createdBy":"{{owner}}"}""",
                    $$"""person.joined {{ada}} {{ada}} {"name":"Ada """
                        + $$"""Lovelace","role":"MEMBER","via":"openid","invitation":"invitation:{{made.AcceptedInvitation}}"}""",
                    $$"""person.role {{owner}} {{ada}} {"name":"Ada Lovelace","from":"MEMBER","to":"ADMIN"}""",
                    $$"""person.removed {{owner}} {{ada}} {"name":"Ada Lovelace","role":"ADMIN"}""",
                ]
        ).Order(StringComparer.Ordinal);
    }

    private sealed record Changes(
        Browser Owner,
        string OwnerId,
        string KeyId,
        string RevokedInvitation,
        string RevokedExpiry,
        string AcceptedInvitation,
        string AcceptedExpiry,
        string AdaId,
        IReadOnlyList<string> Secrets
    ) : IDisposable
    {
        public void Dispose() => Owner.Dispose();
    }
}
