using OpsTrails.Core.Keys;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Auth;

public sealed class KeyLifetimeTests
{
    [Fact]
    public async Task A_key_works_until_the_moment_it_expires()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var client = app.ClientWith(await app.CreateKeyAsync(expiresAt: "2026-06-01T13:00:00Z"));

        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        var before = await client.RecordAsync(AnEvent.Json("e"));
        clock.Advance(TimeSpan.FromTicks(1));
        var after = await client.RecordAsync(AnEvent.Json("e"));

        Assert.Equal((201, 401), (before.Status, after.Status));
    }

    [Fact]
    public async Task A_key_revoked_on_one_instance_stops_working_on_another_within_ten_seconds()
    {
        var clock = TestClock.AtNoon();
        await using var azurite = await AzuriteServer.StartAsync();
        await using var one = await TestApp.StartAsync(azurite.ConnectionString, clock.AddTo);
        await using var other = await TestApp.StartAsync(azurite.ConnectionString, clock.AddTo);
        using var client = other.ClientWith(await one.CreateKeyAsync());
        using var setup = one.ClientWith(TestApp.SetupToken);
        var worked = await client.AskAsync("/api/v1/events/none");
        var id = (await setup.AskAsync("/api/v1/keys")).Data[0].GetProperty("id").GetString();

        await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + id);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(404, worked.Status);
        Assert.Equal(401, (await client.AskAsync("/api/v1/events/none")).Status);
    }

    [Fact]
    public async Task A_key_revoked_on_one_instance_stops_working_on_another_although_the_clock_was_set_back()
    {
        var clock = TestClock.AtNoon();
        using var folder = new TemporaryFolder();
        await using var one = await TestApp.StartAsync(folder.Path, clock.AddTo);
        await using var other = await TestApp.StartAsync(folder.Path, clock.AddTo);
        using var client = other.ClientWith(await one.CreateKeyAsync());
        using var setup = one.ClientWith(TestApp.SetupToken);
        var worked = await client.AskAsync("/api/v1/events/none");
        var id = (await setup.AskAsync("/api/v1/keys")).Data[0].GetProperty("id").GetString();

        await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + id);
        clock.Step(TimeSpan.FromHours(-2));
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((404, 401), (worked.Status, (await client.AskAsync("/api/v1/events/none")).Status));
    }

    [Fact]
    public async Task A_key_revoked_while_it_is_being_read_does_not_work_again()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        using var client = await app.ClientWithKeyAsync();
        using var setup = app.ClientWith(TestApp.SetupToken);
        var id = (await setup.AskAsync("/api/v1/keys")).Data[0].GetProperty("id").GetString();
        var revoked = new TaskCompletionSource();
        tap.After = call => call is { Table: Tables.Keys, Operation: "read", Partition: "hash" } ? revoked.Task : Task.CompletedTask;

        var underWay = client.AskAsync("/api/v1/events/none");
        await Eventually.TrueAsync(() => tap.Begun(Tables.Keys, "read", "hash") == 1);
        await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + id);
        revoked.SetResult();

        Assert.Equal((401, 401), ((await underWay).Status, (await client.AskAsync("/api/v1/events/none")).Status));
    }

    [Fact]
    public async Task A_key_made_on_one_instance_works_on_another_at_once()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var one = await TestApp.StartAsync(azurite.ConnectionString);
        await using var other = await TestApp.StartAsync(azurite.ConnectionString);
        using var client = other.ClientWith(await one.CreateKeyAsync());

        var answer = await client.RecordAsync(AnEvent.Json("e"));

        Assert.Equal(201, answer.Status);
    }

    [Fact]
    public async Task Many_uses_of_a_key_are_noted_once()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        using var client = await app.ClientWithKeyAsync();
        var listed = "org~" + app.Organization.Value;
        var written = tap.Ended(Tables.Keys, "write", listed);

        for (var i = 0; i < 20; i++)
            await client.AskAsync("/api/v1/events/none");
        await Eventually.TrueAsync(() => tap.Ended(Tables.Keys, "write", listed) > written);

        // Noting begins with a read, within the request that it notes.
        Assert.Equal((1, 1), (tap.Begun(Tables.Keys, "read", listed), tap.Begun(Tables.Keys, "write", listed) - written));
    }

    [Fact]
    public async Task Other_instances_note_a_use_when_the_last_one_is_an_hour_old()
    {
        using var folder = new TemporaryFolder();
        var clock = TestClock.AtNoon();
        string key;
        await using (var app = await TestApp.StartAsync(folder.Path, clock.AddTo))
            key = await app.CreateKeyAsync();

        var first = await UseAsync(folder.Path, clock, key, writes: 1);
        clock.Advance(TimeSpan.FromMinutes(59));
        var soon = await UseAsync(folder.Path, clock, key, writes: 0);
        clock.Advance(TimeSpan.FromMinutes(1));
        var later = await UseAsync(folder.Path, clock, key, writes: 1);

        Assert.Equal(("2026-06-01T12:00:00.000Z", first, "2026-06-01T13:00:00.000Z"), (first, soon, later));
    }

    [Fact]
    public async Task A_made_up_key_costs_no_request_of_the_store()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        var key = ApiKey.New().Reveal();
        var before = tap.Begun(Tables.Keys, "read");

        foreach (
            var guess in (string[])
                ["nonsense", "ot_", key[..^1], key + "0", key[..^1] + (key[^1] == 'a' ? 'b' : 'a'), "ot_" + new string('0', 49)]
        )
        {
            using var client = app.ClientWith(guess);
            await client.AskAsync("/api/v1/events/none");
        }

        Assert.Equal(before, tap.Begun(Tables.Keys, "read"));
    }

    [Fact]
    public async Task An_unknown_key_with_a_good_checksum_costs_one_request_while_it_is_remembered()
    {
        var (tap, clock) = (new StoreTap(), TestClock.AtNoon());
        await using var app = await TestApp.StartAsync(
            null,
            builder =>
            {
                tap.AddTo(builder);
                clock.AddTo(builder);
            }
        );
        using var client = app.ClientWith(ApiKey.New().Reveal());
        var before = tap.Begun(Tables.Keys, "read");

        for (var i = 0; i < 30; i++)
            Assert.Equal(401, (await client.AskAsync("/api/v1/events/none")).Status);

        Assert.Equal(1, tap.Begun(Tables.Keys, "read") - before);
    }

    private static async Task<string?> UseAsync(string folder, TestClock clock, string key, int writes)
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(
            folder,
            builder =>
            {
                tap.AddTo(builder);
                clock.AddTo(builder);
            }
        );
        using var client = app.ClientWith(key);
        using var setup = app.ClientWith(TestApp.SetupToken);
        await client.AskAsync("/api/v1/events/none");
        var listed = "org~" + app.Organization.Value;
        await Eventually.TrueAsync(() => tap.Ended(Tables.Keys, "read", listed) == 1 && tap.Ended(Tables.Keys, "write", listed) == writes);
        return (await setup.AskAsync("/api/v1/keys")).Data[0].GetProperty("lastUsedAt").GetString();
    }
}
