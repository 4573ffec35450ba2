using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Storage;

public abstract partial class TableStoreContract
{
    [Fact]
    public async Task A_row_that_was_never_written_is_null() => Assert.Null(await ReadAsync("none"));

    [Fact]
    public async Task A_table_that_was_never_written_is_empty()
    {
        var table = "t" + _partition;
        Assert.Null(await _store.ReadAsync(table, Key("a"), Cancel));
        var page = await _store.QueryAsync(table, RowRange.InPartition(_partition), 10, null, Cancel);
        Assert.Empty(page.Rows);
        Assert.Null(page.Token);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_first_write_makes_the_table(int writes)
    {
        var table = $"t{writes}{_partition}";
        var adds = Enumerable.Range(0, writes).Select(i => Write.Add(NewRow($"r{i}"))).ToArray();
        Assert.True((await _store.WriteAsync(table, adds, Cancel)).Succeeded);
        Assert.NotNull(await _store.ReadAsync(table, Key("r0"), Cancel));
    }

    [Fact]
    public async Task Tables_do_not_share_rows()
    {
        await AddedAsync("a");
        Assert.Null(await _store.ReadAsync("elsewhere", Key("a"), Cancel));
    }

    [Fact]
    public async Task An_added_row_is_read_with_the_etag_of_its_write()
    {
        var etag = await AddedAsync("a", "one");
        var row = await ReadAsync("a");
        Assert.Equal("one", row!.Text("text"));
        Assert.Equal(etag, row.ETag);
        Assert.Equal(Key("a"), row.Key);
    }

    [Fact]
    public async Task Adding_a_row_that_is_there_fails_and_leaves_it()
    {
        var etag = await AddedAsync("a", "one");
        var result = await WriteAsync(Write.Add(NewRow("a", "two")));
        AssertFailed(result, WriteFailure.AlreadyExists, 0);
        var row = await ReadAsync("a");
        Assert.Equal("one", row!.Text("text"));
        Assert.Equal(etag, row.ETag);
    }

    [Fact]
    public async Task Upsert_adds_and_replaces_the_row_whole()
    {
        var first = NewRow("a", "one");
        first["more"] = 1L;
        var added = await WriteAsync(Write.Upsert(first));
        var replaced = await WriteAsync(Write.Upsert(NewRow("a", "two")));
        var row = await ReadAsync("a");
        Assert.Equal("two", row!.Text("text"));
        Assert.Null(row["more"]);
        Assert.Equal(replaced.ETags[0], row.ETag);
        Assert.NotEqual(added.ETags[0], replaced.ETags[0]);
    }

    [Fact]
    public async Task Replace_puts_the_row_in_place_of_the_one_that_was_read()
    {
        var first = NewRow("a", "one");
        first["more"] = 1L;
        var added = await WriteAsync(Write.Add(first));
        var replaced = await WriteAsync(Write.Replace(NewRow("a", "two"), added.ETags[0]!));
        var row = await ReadAsync("a");
        Assert.True(replaced.Succeeded);
        Assert.Equal("two", row!.Text("text"));
        Assert.Null(row["more"]);
        Assert.Equal(replaced.ETags[0], row.ETag);
    }

    [Fact]
    public async Task Replacing_a_row_that_has_changed_fails_and_leaves_it()
    {
        var stale = await AddedAsync("a", "one");
        await WriteAsync(Write.Upsert(NewRow("a", "two")));
        AssertFailed(await WriteAsync(Write.Replace(NewRow("a", "three"), stale)), WriteFailure.Changed, 0);
        Assert.Equal("two", (await ReadAsync("a"))!.Text("text"));
    }

    [Fact]
    public async Task Replacing_a_row_that_is_gone_fails()
    {
        var etag = await AddedAsync("a");
        await WriteAsync(Write.Delete(Key("a")));
        AssertFailed(await WriteAsync(Write.Replace(NewRow("a"), etag)), WriteFailure.NotFound, 0);
    }

    [Fact]
    public async Task A_row_deleted_and_added_again_has_another_etag_and_the_old_one_fails()
    {
        var stale = await AddedAsync("a", "same");
        await WriteAsync(Write.Delete(Key("a")));
        var fresh = await AddedAsync("a", "same");
        Assert.NotEqual(stale, fresh);
        AssertFailed(await WriteAsync(Write.Replace(NewRow("a"), stale)), WriteFailure.Changed, 0);
        AssertFailed(await WriteAsync(Write.Delete(Key("a"), stale)), WriteFailure.Changed, 0);
        Assert.Equal(fresh, (await ReadAsync("a"))!.ETag);
    }

    [Fact]
    public async Task Delete_takes_the_row_away_and_has_no_etag()
    {
        await AddedAsync("a");
        var result = await WriteAsync(Write.Delete(Key("a")));
        Assert.Equal([null], result.ETags);
        Assert.Null(await ReadAsync("a"));
    }

    [Fact]
    public async Task Delete_with_the_current_etag_takes_the_row_away()
    {
        var etag = await AddedAsync("a");
        Assert.True((await WriteAsync(Write.Delete(Key("a"), etag))).Succeeded);
        Assert.Null(await ReadAsync("a"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deleting_a_row_that_is_not_there_fails(bool withETag)
    {
        var etag = await AddedAsync("a");
        await WriteAsync(Write.Delete(Key("a")));
        AssertFailed(await WriteAsync(Write.Delete(Key("a"), withETag ? etag : null)), WriteFailure.NotFound, 0);
    }

    [Fact]
    public async Task A_transaction_does_all_its_writes_and_gives_each_etag()
    {
        var replaced = await AddedAsync("replaced");
        await AddedAsync("deleted");
        var result = await WriteAsync(
            Write.Add(NewRow("added")),
            Write.Replace(NewRow("replaced", "new"), replaced),
            Write.Delete(Key("deleted")),
            Write.Upsert(NewRow("upserted"))
        );
        Assert.True(result.Succeeded);
        Assert.Equal((await ReadAsync("added"))!.ETag, result.ETags[0]);
        Assert.Equal((await ReadAsync("replaced"))!.ETag, result.ETags[1]);
        Assert.Null(result.ETags[2]);
        Assert.Equal((await ReadAsync("upserted"))!.ETag, result.ETags[3]);
        Assert.Equal("new", (await ReadAsync("replaced"))!.Text("text"));
        Assert.Null(await ReadAsync("deleted"));
    }

    [Theory]
    [InlineData(nameof(WriteFailure.AlreadyExists))]
    [InlineData(nameof(WriteFailure.Changed))]
    [InlineData(nameof(WriteFailure.NotFound))]
    public async Task A_transaction_that_fails_says_where_and_leaves_every_row_as_it_was(string failing)
    {
        var failure = Enum.Parse<WriteFailure>(failing);
        var kept = await AddedAsync("replaced", "old");
        var deleted = await AddedAsync("deleted", "old");
        var there = await AddedAsync("there", "old");
        await WriteAsync(Write.Upsert(NewRow("there", "newer")));
        var culprit = failure switch
        {
            WriteFailure.AlreadyExists => Write.Add(NewRow("there")),
            WriteFailure.Changed => Write.Replace(NewRow("there"), there),
            _ => Write.Delete(Key("gone")),
        };

        var result = await WriteAsync(
            Write.Add(NewRow("added")),
            Write.Replace(NewRow("replaced", "new"), kept),
            Write.Delete(Key("deleted")),
            culprit,
            Write.Upsert(NewRow("last"))
        );

        AssertFailed(result, failure, 3);
        Assert.Null(await ReadAsync("added"));
        Assert.Null(await ReadAsync("last"));
        Assert.Equal(kept, (await ReadAsync("replaced"))!.ETag);
        Assert.Equal("old", (await ReadAsync("replaced"))!.Text("text"));
        Assert.Equal(deleted, (await ReadAsync("deleted"))!.ETag);
        Assert.Equal("newer", (await ReadAsync("there"))!.Text("text"));
    }

    [Fact]
    public async Task A_hundred_writes_go_in_one_transaction()
    {
        var writes = Enumerable.Range(0, 100).Select(i => Write.Add(NewRow($"r{i:D3}"))).ToArray();
        var result = await WriteAsync(writes);
        Assert.Equal(100, result.ETags.Count);
        Assert.Equal(writes.Select(write => write.Key.Row), await KeysAsync(RowRange.InPartition(_partition)));
    }

    [Fact]
    public async Task Of_32_that_add_one_row_at_once_exactly_one_succeeds()
    {
        var results = await AtOnceAsync(Enumerable.Range(0, 32).Select(i => Write.Add(NewRow("a", $"{i}"))));
        Assert.Single(results, result => result.Succeeded);
        Assert.All(results.Where(result => !result.Succeeded), result => AssertFailed(result, WriteFailure.AlreadyExists, 0));
        var winner = Array.FindIndex(results, result => result.Succeeded);
        Assert.Equal($"{winner}", (await ReadAsync("a"))!.Text("text"));
    }

    [Fact]
    public async Task Of_two_that_replace_one_row_at_once_exactly_one_succeeds()
    {
        var etag = await AddedAsync("a");
        for (var round = 0; round < 20; round++)
        {
            var text = new[] { $"{round}x", $"{round}y" };
            var results = await AtOnceAsync(text.Select(value => Write.Replace(NewRow("a", value), etag)));
            var winner = Array.FindIndex(results, result => result.Succeeded);
            AssertFailed(results[1 - winner], WriteFailure.Changed, 0);
            Assert.Equal(text[winner], (await ReadAsync("a"))!.Text("text"));
            etag = results[winner].ETags[0]!;
        }
    }

    [Fact]
    public async Task A_call_that_is_cancelled_says_so()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _store.ReadAsync(Table, Key("a"), source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _store.WriteAsync(Table, [Write.Add(NewRow("a"))], source.Token)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _store.QueryAsync(Table, RowRange.InPartition(_partition), 1, null, source.Token)
        );
    }

    private Task<WriteResult[]> AtOnceAsync(IEnumerable<Write> writes) =>
        Task.WhenAll([.. writes.Select(write => Task.Run(() => WriteAsync(write).AsTask(), Cancel))]);

    private static void AssertFailed(WriteResult result, WriteFailure failure, int index)
    {
        Assert.Equal(failure, result.Failure);
        Assert.Equal(index, result.FailedIndex);
        Assert.Empty(result.ETags);
    }
}
