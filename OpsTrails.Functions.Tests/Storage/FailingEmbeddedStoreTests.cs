using Microsoft.Data.Sqlite;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Storage;

/// <summary>A disk or a file that fails is named in plain words, and nothing that was answered is lost.</summary>
[Layer(Layer.Store)]
public sealed class FailingEmbeddedStoreTests : IDisposable
{
    private const string Table = "failing";

    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.Combine(_folder.Path, "store");

    private string StoreFile => Path.Combine(Folder, "opstrails.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_is_named_and_writes_continue_when_there_is_space()
    {
        var pages = 60;
        await using var store = EmbeddedTableStore.Open(Folder, maxPages: () => pages);
        var written = new List<string>();
        var fault = await FailAsync(async () =>
        {
            for (var i = 0; ; i++)
            {
                await AddAsync(store, $"{i:000}", bytes: 4_000);
                written.Add($"{i:000}");
            }
        });

        AssertSays(fault, "is full", "Free space");
        Assert.NotEmpty(written);
        Assert.Equal(written, await KeysAsync(store));
        pages = 1_000;
        await AddAsync(store, "after", bytes: 4_000);
        Assert.Equal([.. written, "after"], await KeysAsync(store));
    }

    // The system keeps a deleted file for whoever has it open: commits to it succeed, and are lost with the process.
    [Fact]
    public async Task A_write_to_a_folder_that_was_deleted_is_refused_and_the_folder_is_not_made_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows doesn't delete open files.");
        await using var store = EmbeddedTableStore.Open(Folder);
        await AddAsync(store, "before");
        Directory.Delete(Folder, recursive: true);

        var faults = new[] { await FailAsync(() => AddAsync(store, "a")), await FailAsync(() => AddAsync(store, "b")) };
        var readFault = await FailAsync(() => KeysAsync(store));

        Assert.All([.. faults, readFault], fault => AssertSays(fault, "deleted, moved or replaced", "Put its folder back"));
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task A_folder_that_was_put_back_is_used_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows doesn't move open files.");
        await using var store = EmbeddedTableStore.Open(Folder);
        await AddAsync(store, "before");
        Directory.Move(Folder, Folder + ".away");
        await FailAsync(() => AddAsync(store, "meanwhile"));

        Directory.Move(Folder + ".away", Folder);
        await AddAsync(store, "after");

        Assert.Superset(new HashSet<string> { "before", "after" }, (await KeysAsync(store)).ToHashSet());
    }

    [Fact]
    public async Task An_empty_file_in_the_place_of_the_store_does_not_become_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows doesn't move open files.");
        await using var store = EmbeddedTableStore.Open(Folder);
        await AddAsync(store, "before");
        Directory.Move(Folder, Folder + ".away");
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(StoreFile, []);

        await FailAsync(() => AddAsync(store, "a"));
        var fault = await FailAsync(() => AddAsync(store, "b"));

        AssertSays(fault, "deleted, moved or replaced", "Put its folder back");
    }

    [Fact]
    public async Task A_lost_log_is_a_lost_store()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows doesn't delete open files.");
        await using var store = EmbeddedTableStore.Open(Folder);
        await AddAsync(store, "before");
        File.Delete(StoreFile + "-wal");

        await FailAsync(() => AddAsync(store, "a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Damaged_pages_are_named(bool isWrite)
    {
        await FillAsync();
        Damage();
        await using var store = EmbeddedTableStore.Open(Folder);

        var fault = await FailAsync(() => isWrite ? AddAsync(store, "0500x") : KeysAsync(store));

        AssertSays(fault, "is damaged", "restore the newest backup");
        Assert.True(fault.IsDamage);
    }

    [Fact]
    public async Task A_damaged_row_is_damage_too()
    {
        await using var store = EmbeddedTableStore.Open(Folder);
        await AddAsync(store, "a");
        using (var other = new SqliteConnection($"Data Source={StoreFile};Pooling=false"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "UPDATE entities SET body = x'01ff'";
            command.ExecuteNonQuery();
        }

        var fault = await FailAsync(() => KeysAsync(store));

        AssertSays(fault, "is damaged", "restore the newest backup");
    }

    [Fact]
    public async Task A_file_that_is_not_to_be_written_is_named()
    {
        await FillAsync();
        using var reader = new SqliteConnection($"Data Source={StoreFile};Mode=ReadOnly;Pooling=false");
        reader.Open();
        using var command = reader.CreateCommand();
        command.CommandText = "DELETE FROM entities";

        var fault = EmbeddedFaults.Of(Assert.Throws<SqliteException>(() => command.ExecuteNonQuery()), StoreFile);

        AssertSays(fault, "can't be written: attempt to write a readonly database", "Give this process write access");
    }

    [Fact]
    public async Task A_process_that_keeps_the_store_locked_is_named()
    {
        await using var store = EmbeddedTableStore.Open(Folder, TimeSpan.FromMilliseconds(20));
        using var other = new SqliteConnection($"Data Source={StoreFile};Pooling=false");
        other.Open();
        using var held = other.BeginTransaction();

        var fault = await FailAsync(() => AddAsync(store, "a"));

        AssertSays(fault, "locked", "Wait until that process has finished");
    }

    private async Task FillAsync()
    {
        await using var store = EmbeddedTableStore.Open(Folder);
        for (var i = 0; i < 1_000; i += 100)
        {
            var rows = Enumerable.Range(i, 100).Select(n => Write.Add(NewRow($"{n:0000}", 500)));
            await store.WriteAsync(Table, [.. rows], TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Overwrites all pages but the first few, which hold the schema and the names of tables.</summary>
    private void Damage()
    {
        var bytes = File.ReadAllBytes(StoreFile);
        new Random(1).NextBytes(bytes.AsSpan(8 * 4096));
        File.WriteAllBytes(StoreFile, bytes);
    }

    private void AssertSays(StoreFault fault, string reason, string remedy)
    {
        Assert.Contains(StoreFile, fault.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, fault.Remedy, StringComparison.Ordinal);
    }

    private static async Task<StoreFault> FailAsync(Func<Task> action) =>
        (await Assert.ThrowsAsync<StorageUnavailableException>(action)).Fault!;

    private static Row NewRow(string key, int bytes) => new("p", key) { ["Filler"] = new byte[bytes] };

    private static async Task AddAsync(EmbeddedTableStore store, string key, int bytes = 10) =>
        await store.WriteAsync(Table, [Write.Add(NewRow(key, bytes))], TestContext.Current.CancellationToken);

    private static async Task<List<string>> KeysAsync(EmbeddedTableStore store) =>
        await store
            .ReadAllAsync(Table, RowRange.InPartition("p"), TestContext.Current.CancellationToken)
            .Select(row => row.Key.Row)
            .ToListAsync(TestContext.Current.CancellationToken);
}
