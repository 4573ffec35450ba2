using Microsoft.Data.Sqlite;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Storage;

[Layer(Layer.Store)]
public sealed class EmbeddedTableStoreTests : IDisposable
{
    private const string Table = "embedded";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_commit_is_synced_to_the_disk_before_it_is_answered()
    {
        await using var store = Open();
        Assert.Equal("wal", store.Writer.JournalMode);
        // 2 is FULL: with NORMAL, which looks just the same, a power failure takes the last commits.
        Assert.Equal("2", store.Writer.Synchronous);
    }

    [Fact]
    public async Task Writes_that_queue_up_share_one_commit_and_none_is_answered_before_it()
    {
        await using var store = Open();
        var commits = store.Writer.Commits;
        Task<WriteResult>[] writes;
        using (Held())
        {
            writes = [.. Enumerable.Range(0, 100).Select(i => AddAsync(store, $"r{i}"))];
            Assert.All(writes, write => Assert.False(write.IsCompleted));
        }

        Assert.All(await Task.WhenAll(writes), result => Assert.True(result.Succeeded));
        Assert.Equal(1, store.Writer.Commits - commits);
        Assert.Equal(100, store.Writer.Transactions);
    }

    [Fact]
    public async Task A_transaction_that_fails_takes_no_other_of_its_commit_along()
    {
        await using var store = Open();
        await AddAsync(store, "there");
        var commits = store.Writer.Commits;
        Task<WriteResult> before,
            failing,
            after,
            again;
        using (Held())
        {
            before = AddAsync(store, "before");
            failing = WriteAsync(store, Write.Add(NewRow("lost")), Write.Upsert(NewRow("before")), Write.Add(NewRow("there")));
            after = WriteAsync(store, Write.Add(NewRow("after")), Write.Add(NewRow("lost")));
            again = AddAsync(store, "after");
        }

        Assert.True((await before).Succeeded);
        Assert.Equal((WriteFailure.AlreadyExists, 2), ((await failing).Failure!.Value, (await failing).FailedIndex));
        Assert.True((await after).Succeeded);
        Assert.Equal(WriteFailure.AlreadyExists, (await again).Failure);
        Assert.Equal(1, store.Writer.Commits - commits);
        Assert.Equal((await before).ETags[0], (await ReadAsync(store, "before"))!.ETag);
        Assert.Equal((await after).ETags[1], (await ReadAsync(store, "lost"))!.ETag);
    }

    // Each fails another way: a statement by a trigger, the commit itself by a reference that is looked at only then.
    [Theory]
    [InlineData("CREATE TRIGGER doom BEFORE INSERT ON entities WHEN NEW.rk = 'doomed' BEGIN SELECT RAISE(FAIL, 'doomed'); END")]
    [InlineData(
        """
            CREATE TABLE parents (id INTEGER PRIMARY KEY);
            CREATE TABLE children (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER doom BEFORE INSERT ON entities WHEN NEW.rk = 'doomed' BEGIN INSERT INTO children VALUES (1); END
            """
    )]
    public async Task When_a_commit_fails_all_its_callers_hear_of_it_and_the_next_one_goes_on(string doom)
    {
        await using var store = Open();
        await AddAsync(store, "first");
        using (var other = Connect())
            Execute(other, doom);
        Task<WriteResult> one,
            doomed,
            two;
        using (Held())
        {
            one = AddAsync(store, "one");
            doomed = AddAsync(store, "doomed");
            two = AddAsync(store, "two");
        }

        foreach (var write in (Task<WriteResult>[])[one, doomed, two])
            await Assert.ThrowsAsync<StorageUnavailableException>(() => write);
        Assert.Null(await ReadAsync(store, "one"));
        Assert.True((await AddAsync(store, "one")).Succeeded);
        Assert.Equal(["first", "one"], await KeysAsync(store));
        Assert.Equal("2", store.Writer.Synchronous);
    }

    [Fact]
    public async Task A_store_that_stays_locked_is_unavailable_until_it_is_free()
    {
        await using var store = EmbeddedTableStore.Open(_folder.Path, TimeSpan.FromMilliseconds(20));
        await AddAsync(store, "first");
        using (Held())
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => AddAsync(store, "a"));
            await Assert.ThrowsAsync<StorageUnavailableException>(() => AddAsync(store, "a"));
            Assert.NotNull(await ReadAsync(store, "first"));
        }
        Assert.True((await AddAsync(store, "a")).Succeeded);
    }

    [Fact]
    public async Task A_write_that_nobody_waits_for_any_more_is_done_all_the_same()
    {
        await using var store = Open();
        using var source = new CancellationTokenSource();
        Task<WriteResult> write;
        using (Held())
        {
            write = store.WriteAsync(Table, [Write.Add(NewRow("a"))], source.Token).AsTask();
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        }
        await AddAsync(store, "b");
        Assert.Equal(["a", "b"], await KeysAsync(store));
    }

    [Fact]
    public async Task A_store_that_is_opened_again_has_all_that_was_answered()
    {
        string? etag;
        await using (var store = Open())
            etag = (await AddAsync(store, "a")).ETags[0];
        await using var again = Open();
        Assert.Equal(etag, (await ReadAsync(again, "a"))!.ETag);
        Assert.True((await WriteAsync(again, Write.Replace(NewRow("a"), etag!))).Succeeded);
    }

    [Fact]
    public async Task An_etag_is_not_given_again_after_the_row_was_deleted_and_the_store_opened_again()
    {
        var given = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            await using var store = Open();
            given.Add((await AddAsync(store, "a")).ETags[0]!);
            await WriteAsync(store, Write.Delete(NewRow("a").Key));
        }
        Assert.Equal(3, given.Distinct().Count());
    }

    [Fact]
    public async Task Closing_does_what_is_queued_and_leaves_one_file()
    {
        var store = Open();
        Task<WriteResult>[] writes;
        Task closed;
        using (Held())
        {
            writes = [.. Enumerable.Range(0, 50).Select(i => AddAsync(store, $"r{i}"))];
            closed = store.DisposeAsync().AsTask();
        }
        await closed;

        Assert.All(await Task.WhenAll(writes), result => Assert.True(result.Succeeded));
        Assert.Equal(["opstrails.db"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => AddAsync(store, "late"));
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await ReadAsync(store, "r0"));
    }

    [Fact]
    public async Task Two_may_have_the_store_open_and_each_sees_what_the_other_wrote()
    {
        await using var one = Open();
        await using var two = Open();
        Assert.Null(await ReadAsync(two, "a0"));
        for (var i = 0; i < 10; i++)
        {
            var first = await AddAsync(one, $"a{i}");
            var second = await AddAsync(two, $"b{i}");
            Assert.Equal(first.ETags[0], (await ReadAsync(two, $"a{i}"))!.ETag);
            Assert.Equal(second.ETags[0], (await ReadAsync(one, $"b{i}"))!.ETag);
            Assert.NotEqual(first.ETags[0], second.ETags[0]);
        }
        Assert.Equal(WriteFailure.AlreadyExists, (await AddAsync(two, "a0")).Failure);
    }

    [Fact]
    public async Task A_page_ends_after_1000_rows_were_looked_at()
    {
        await using var store = Open();
        foreach (var chunk in Enumerable.Range(0, 1_001).Chunk(100))
            await WriteAsync(store, [.. chunk.Select(i => Write.Add(NewRow($"r{i:D4}")))]);
        var nothing = RowRange.InPartition("p") with { Where = [new PropertyFilter("text", ["no"])] };

        var first = await store.QueryAsync(Table, nothing, 10, null, Cancel);
        var last = await store.QueryAsync(Table, nothing, 10, first.Token, Cancel);

        Assert.Empty(first.Rows);
        Assert.NotNull(first.Token);
        Assert.Empty(last.Rows);
        Assert.Null(last.Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("r1")]
    [InlineData("9:p")]
    [InlineData("-1:p")]
    public async Task A_token_of_another_making_is_refused(string token)
    {
        await using var store = Open();
        await AddAsync(store, "a");
        await Assert.ThrowsAsync<PageTokenException>(async () =>
            await store.QueryAsync(Table, RowRange.InPartition("p"), 10, token, Cancel)
        );
    }

    [Theory]
    [InlineData("1:ar")]
    [InlineData("0:")]
    public async Task A_token_from_before_a_range_does_not_lead_out_of_it(string token)
    {
        await using var store = Open();
        foreach (var partition in (string[])["a~1", "b~1", "b~2", "c~1"])
            await store.WriteAsync(Table, [Write.Add(new Row(partition, "r"))], Cancel);

        var page = await store.QueryAsync(Table, RowRange.Partitions("b~", "b~~"), 10, token, Cancel);

        Assert.Equal(["b~1", "b~2"], page.Rows.Select(row => row.Key.Partition));
    }

    private EmbeddedTableStore Open() => EmbeddedTableStore.Open(_folder.Path);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "opstrails.db")};Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>Keeps the store from committing, as another process that writes would; closing the connection lets go.</summary>
    private SqliteConnection Held()
    {
        var connection = Connect();
        Execute(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static Row NewRow(string row) => new("p", row);

    private static Task<WriteResult> WriteAsync(EmbeddedTableStore store, params Write[] writes) =>
        store.WriteAsync(Table, writes, Cancel).AsTask();

    private static Task<WriteResult> AddAsync(EmbeddedTableStore store, string row) => WriteAsync(store, Write.Add(NewRow(row)));

    private static ValueTask<Row?> ReadAsync(EmbeddedTableStore store, string row) => store.ReadAsync(Table, NewRow(row).Key, Cancel);

    private static async Task<string[]> KeysAsync(EmbeddedTableStore store) =>
        [.. (await store.QueryAsync(Table, RowRange.InPartition("p"), 1_000, null, Cancel)).Rows.Select(row => row.Key.Row)];
}
