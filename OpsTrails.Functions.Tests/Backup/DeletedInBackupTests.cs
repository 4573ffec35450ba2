using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Backup;

public sealed class DeletedInBackupTests : IDisposable
{
    private readonly TestClock _clock = TestClock.AtNoon();
    private readonly StoreTap _tap = new();
    private readonly TemporaryFolder _folder = new();

    private string BackupPath => Path.Combine(_folder.Path, "backup.jsonl.gz");

    private static string Sent => Deleting.Json("a", TestClock.AtNoon().GetUtcNow(), "incident.opened", version: "1", number: "7");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_has_the_tombstone_and_not_the_event()
    {
        await using (var app = await StartAsync("first"))
        {
            using var admin = await FillAsync(app);
            await admin.DeleteEventAsync("a");
            await app.BackUpAsync(BackupPath);
        }
        Assert.DoesNotContain(
            await Backups.LinesAsync(BackupPath),
            line => line.Contains("incident.opened\",\"time", StringComparison.Ordinal)
        );
        await Backups.RestoreAsync(BackupPath, Path.Combine(_folder.Path, "restored"));

        await using var restored = await StartAsync("restored");
        using var again = await restored.AdminOfAsync();
        Assert.Equal((409, 404), ((await again.RecordAsync(Sent)).Status, (await again.AskAsync("/api/v1/events/a")).Status));
        Assert.Contains("was deleted on", (await again.AskAsync("/api/v1/events/a")).Error, StringComparison.Ordinal);
        Assert.Equal(
            "event.deleted",
            (await again.AskAsync("/api/v1/audit"))
                .Data.EnumerateArray()
                .Select(e => e.GetProperty("action").GetString())
                .First(action => action != "key.issued")
        );
        await restored.RepeatDeletionsAsync(_clock);
        Assert.Equal(1, await new StoreInvariants(restored.Store, restored.Organization).CheckAsync([]));
    }

    [Fact]
    public async Task A_backup_from_before_brings_the_event_back()
    {
        await using (var app = await StartAsync("first"))
        {
            using var admin = await FillAsync(app);
            await app.BackUpAsync(BackupPath);
            await admin.DeleteEventAsync("a");
        }
        await Backups.RestoreAsync(BackupPath, Path.Combine(_folder.Path, "restored"));

        await using var restored = await StartAsync("restored");
        using var again = await restored.AdminOfAsync();

        Assert.Equal((200, 200), ((await again.RecordAsync(Sent)).Status, (await again.AskAsync("/api/v1/events/a")).Status));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task An_event_that_is_deleted_during_a_backup_is_gone_after_the_restore(int minutesBeforeTheFeed)
    {
        // Every read of the backup is a moment at which the event may go.
        for (var read = 1; ; read++)
        {
            var (name, file) = ($"first-{read}", BackupPath + read);
            await using (var app = await StartAsync(name))
            {
                using var admin = await FillAsync(app);
                var came = AtRead(
                    read,
                    async () =>
                    {
                        Assert.Equal(200, (await admin.DeleteEventAsync("a")).Status);
                        if (minutesBeforeTheFeed > 0)
                            await app.RepeatDeletionsAsync(_clock);
                    }
                );
                await app.BackUpAsync(file);
                _tap.Heal();
                if (!came())
                    return;
            }
            await Backups.RestoreAsync(file, Path.Combine(_folder.Path, $"restored-{read}"));
            await using var restored = await StartAsync($"restored-{read}");
            using var again = await restored.AdminOfAsync();
            await restored.RepeatDeletionsAsync(_clock);

            // Where everything was read before, the event is there whole.
            var isThere = (await again.AskAsync("/api/v1/events/a")).Status == 200;
            Assert.Equal(isThere ? 2 : 1, await new StoreInvariants(restored.Store, restored.Organization).CheckAsync([]));
            Assert.Equal(
                isThere ? 1 : 0,
                (await restored.RowsAsync(Tables.Incidents)).Count(row => row.Key.Row.StartsWith("k~", StringComparison.Ordinal))
            );
        }
    }

    private static async Task<HttpClient> FillAsync(TestApp app)
    {
        var admin = await app.AdminOfAsync();
        await admin.RecordAsync(Sent);
        await admin.RecordAsync(Deleting.Json("b", TestClock.AtNoon().GetUtcNow()));
        await app.SettleAsync();
        return admin;
    }

    private Task<TestApp> StartAsync(string name) =>
        TestApp.StartAsync(
            Path.Combine(_folder.Path, name),
            builder =>
            {
                _tap.AddTo(builder);
                _clock.AddTo(builder);
            },
            RetainingApp.NoSweep
        );

    private Func<bool> AtRead(int read, Func<Task> act)
    {
        var (seen, came) = (0, false);
        _tap.Before = call =>
        {
            if (call.Operation == "write" || Interlocked.Increment(ref seen) != read)
                return Task.CompletedTask;
            came = true;
            return act();
        };
        return () => came;
    }
}
