using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Auth;

public sealed class KeyEndpointTests
{
    [Fact]
    public async Task A_new_key_is_shown_with_all_there_is_to_know()
    {
        await using var app = await TestApp.StartAsync();
        using var setup = app.ClientWith(TestApp.SetupToken);

        var answer = await setup.AskAsync(
            HttpMethod.Post,
            "/api/v1/keys",
            """{"name":"ci 🚀","scope":"READ_WRITE","expiresAt":"2099-01-01T00:00:00+01:00"}"""
        );

        Assert.Equal(201, answer.Status);
        Assert.Equal(
            ["id", "name", "scope", "prefix", "key", "createdAt", "expiresAt"],
            answer.Data.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            ("ci 🚀", "READ_WRITE", "2098-12-31T23:00:00.000Z"),
            (Text(answer.Data, "name"), Text(answer.Data, "scope"), Text(answer.Data, "expiresAt"))
        );
        Assert.Matches(@"\Aot_[0-9A-Za-z]{49}\z", Text(answer.Data, "key"));
        Assert.StartsWith(Text(answer.Data, "prefix")!, Text(answer.Data, "key"), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Header("cache-control"));
    }

    [Fact]
    public async Task The_list_has_the_newest_first_and_no_secret()
    {
        await using var app = await TestApp.StartAsync();
        using var setup = app.ClientWith(TestApp.SetupToken);
        var first = await app.CreateKeyAsync("READ_ONLY");
        var second = await app.CreateKeyAsync("ADMIN");

        var answer = await setup.AskAsync("/api/v1/keys");

        Assert.Equal(["success", "data", "nextCursor"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["ADMIN", "READ_ONLY"], answer.Data.EnumerateArray().Select(key => Text(key, "scope")));
        Assert.All(
            answer.Data.EnumerateArray(),
            key =>
                Assert.Equal(
                    ["id", "name", "scope", "prefix", "createdAt", "expiresAt", "creator", "lastUsedAt", "revokedAt", "mcpCalls"],
                    key.EnumerateObject().Select(member => member.Name)
                )
        );
        Assert.All((string[])[first, second], key => Assert.DoesNotContain(key[12..], answer.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_says_who_made_a_key()
    {
        await using var app = await TestApp.StartAsync();
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        var adminId = Text((await admin.AskAsync("/api/v1/keys")).Data[0], "id");

        await admin.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"ci","scope":"READ_ONLY"}""");

        Assert.Equal(
            ["key:" + adminId, "setup-token"],
            (await admin.AskAsync("/api/v1/keys")).Data.EnumerateArray().Select(key => Text(key, "creator"))
        );
    }

    [Fact]
    public async Task A_revoked_key_stays_in_the_list_and_no_longer_works()
    {
        await using var app = await TestApp.StartAsync();
        using var setup = app.ClientWith(TestApp.SetupToken);
        using var client = await app.ClientWithKeyAsync();
        await client.RecordAsync(AnEvent.Json("e"));
        var id = Text((await setup.AskAsync("/api/v1/keys")).Data[0], "id");

        var revoked = await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + id);
        var refused = await client.RecordAsync(AnEvent.Json("e"));

        Assert.Equal((200, id), (revoked.Status, Text(revoked.Data, "id")));
        Assert.Equal((401, "UNAUTHORIZED"), (refused.Status, refused.Code));
        Assert.Equal(Text(revoked.Data, "revokedAt"), Text((await setup.AskAsync("/api/v1/keys")).Data[0], "revokedAt"));
    }

    [Fact]
    public async Task Revoking_twice_is_no_error_and_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        using var setup = app.ClientWith(TestApp.SetupToken);
        await app.CreateKeyAsync();
        var id = Text((await setup.AskAsync("/api/v1/keys")).Data[0], "id");

        var first = await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + id);
        var second = await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + id);

        Assert.Equal((200, first.Body), (second.Status, second.Body));
    }

    [Fact]
    public async Task A_key_that_does_not_exist_cannot_be_revoked()
    {
        await using var app = await TestApp.StartAsync();
        using var setup = app.ClientWith(TestApp.SetupToken);

        var answer = await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/knothing");

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_store_holds_the_SHA_256_of_a_key_and_nothing_more_of_it()
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();
        using var client = app.ClientWith(key);
        await client.RecordAsync(AnEvent.Json("e"));
        await app.SettleAsync();

        var texts = new List<string>();
        foreach (var table in Tables.All)
            texts.AddRange((await app.RowsAsync(table)).SelectMany(row => row.Texts()));

        // The first characters are kept on purpose, for people to tell keys apart.
        Assert.DoesNotContain(
            texts,
            text => text.Contains(key["ot_".Length..][6..], StringComparison.Ordinal) || text.Contains(key[9..20], StringComparison.Ordinal)
        );
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key["ot_".Length..]))), texts);
    }

    [Fact]
    public async Task A_key_never_reaches_the_log()
    {
        await using var app = await TestApp.StartAsync();
        using var setup = app.ClientWith(TestApp.SetupToken);
        var key = await app.CreateKeyAsync();
        using var client = app.ClientWith(key);

        await client.RecordAsync(AnEvent.Json("e"));
        await client.AskAsync($"/api/v1/events/{key}?source={key}");
        await app.Client.AskAsync($"/api/v1/events?key={key}");
        await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + key);

        Assert.DoesNotContain(
            app.Log.All,
            line => line.Contains(key[3..], StringComparison.Ordinal) || line.Contains(TestApp.SetupToken, StringComparison.Ordinal)
        );
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
