using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.AzureTables;

namespace OpsTrails.Functions.Tests.Storage;

[Layer(Layer.Store)]
public sealed class AzureTableStoreTests(SharedAzurite azurite) : IAsyncLifetime
{
    private const string Table = "faults";

    // As many as the client tries altogether: the first try and its retries.
    private const int Tries = 5;

    private static readonly Dictionary<string, Fault> Faults = new()
    {
        ["request lost"] = Fault.RequestLost,
        ["500"] = Fault.ServerError,
        ["503"] = Fault.ServerBusy,
        ["429"] = Fault.Throttled,
        ["403"] = Fault.Forbidden,
        ["table being deleted"] = Fault.TableBeingDeleted,
    };

    private readonly string _partition = Guid.NewGuid().ToString("N");
    private AzureTableStore _sound = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sound = await StoreAsync(FaultPlan.Scripted());
        await _sound.WriteAsync(Table, [Write.Add(NewRow("there", "old"))], Cancel);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_add_whose_answer_is_lost_is_done_and_says_that_the_row_is_there(int writes)
    {
        var store = await StoreAsync(FaultPlan.Scripted(Fault.AnswerLost));
        var result = await store.WriteAsync(Table, [.. Enumerable.Range(0, writes).Select(i => Write.Add(NewRow($"r{i}", "new")))], Cancel);
        Assert.Equal(WriteFailure.AlreadyExists, result.Failure);
        Assert.Equal(0, result.FailedIndex);
        Assert.Equal("new", await TextAsync("r0"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_replace_whose_answer_is_lost_is_done_and_says_that_the_row_has_changed(int writes)
    {
        var etag = (await _sound.ReadAsync(Table, Key("there"), Cancel))!.ETag!;
        var store = await StoreAsync(FaultPlan.Scripted(Fault.AnswerLost));
        Write[] all = [Write.Upsert(NewRow("other", "new")), Write.Replace(NewRow("there", "new"), etag)];
        var result = await store.WriteAsync(Table, all[^writes..], Cancel);
        Assert.Equal(WriteFailure.Changed, result.Failure);
        Assert.Equal(writes - 1, result.FailedIndex);
        Assert.Equal("new", await TextAsync("there"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_delete_whose_answer_is_lost_is_done_and_says_that_the_row_is_gone(int writes)
    {
        var store = await StoreAsync(FaultPlan.Scripted(Fault.AnswerLost));
        Write[] all = [Write.Upsert(NewRow("other", "new")), Write.Delete(Key("there"))];
        var result = await store.WriteAsync(Table, all[^writes..], Cancel);
        Assert.Equal(WriteFailure.NotFound, result.Failure);
        Assert.Equal(writes - 1, result.FailedIndex);
        Assert.Null(await TextAsync("there"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_upsert_whose_answer_is_lost_is_done_again(int writes)
    {
        var store = await StoreAsync(FaultPlan.Scripted(Fault.AnswerLost));
        var result = await store.WriteAsync(
            Table,
            [.. Enumerable.Range(0, writes).Select(i => Write.Upsert(NewRow($"r{i}", "new")))],
            Cancel
        );
        Assert.True(result.Succeeded);
        Assert.Equal("new", await TextAsync("r0"));
    }

    [Theory]
    [InlineData("request lost")]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("429")]
    public async Task A_transient_failure_is_retried(string fault)
    {
        var plan = FaultPlan.Scripted([.. Enumerable.Repeat(Faults[fault], Tries - 1)]);
        var store = await StoreAsync(plan);
        Assert.True((await store.WriteAsync(Table, [Write.Add(NewRow("a", "new"))], Cancel)).Succeeded);
        Assert.Equal(Tries - 1, plan.Injected);
    }

    [Theory]
    [InlineData("request lost")]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("429")]
    [InlineData("403")]
    [InlineData("table being deleted")]
    public async Task A_lasting_failure_makes_the_storage_unavailable(string fault)
    {
        var store = await StoreAsync(FaultPlan.Always(Faults[fault]));
        await UnavailableAsync(store.WriteAsync(Table, [Write.Add(NewRow("a", ""))], Cancel).AsTask());
        await UnavailableAsync(store.WriteAsync(Table, [Write.Add(NewRow("a", "")), Write.Add(NewRow("b", ""))], Cancel).AsTask());
        await UnavailableAsync(store.WriteAsync(Table, [Write.Delete(Key("there"))], Cancel).AsTask());
        await UnavailableAsync(store.ReadAsync(Table, Key("there"), Cancel).AsTask());
        await UnavailableAsync(store.QueryAsync(Table, RowRange.InPartition(_partition), 10, null, Cancel).AsTask());
    }

    [Fact]
    public async Task A_refused_request_is_a_defect_of_the_caller()
    {
        var store = await StoreAsync(FaultPlan.Always(Fault.Answer(400, "InvalidInput")));
        var exception = await Assert.ThrowsAsync<TableLimitException>(async () =>
            await store.WriteAsync(Table, [Write.Add(NewRow("a", ""))], Cancel)
        );
        Assert.Contains("InvalidInput", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_write_to_a_missing_table_makes_it_and_is_tried_once_more(int writes)
    {
        var plan = FaultPlan.Scripted(Fault.TableNotFound);
        var store = await StoreAsync(plan);
        var result = await store.WriteAsync(Table, [.. Enumerable.Range(0, writes).Select(i => Write.Add(NewRow($"r{i}", "new")))], Cancel);
        Assert.True(result.Succeeded);
        Assert.Equal(1, plan.Injected);
    }

    [Fact]
    public async Task A_table_that_is_missing_again_after_it_was_made_makes_the_storage_unavailable()
    {
        var plan = FaultPlan.Always(Fault.TableNotFound);
        var store = await StoreAsync(plan);
        await UnavailableAsync(store.WriteAsync(Table, [Write.Add(NewRow("a", ""))], Cancel).AsTask());
        Assert.Equal(2, plan.Injected);
    }

    [Fact]
    public async Task A_read_of_a_missing_table_finds_nothing()
    {
        var store = await StoreAsync(FaultPlan.Always(Fault.TableNotFound));
        Assert.Null(await store.ReadAsync(Table, Key("there"), Cancel));
        Assert.Equal([], (await store.QueryAsync(Table, RowRange.InPartition(_partition), 10, null, Cancel)).Rows);
    }

    [Fact]
    public async Task An_empty_page_is_passed_on_with_its_token_and_the_rows_follow()
    {
        for (var i = 0; i < 5; i++)
            await _sound.WriteAsync(Table, [Write.Add(NewRow($"r{i}", ""))], Cancel);
        var store = await StoreAsync(FaultPlan.Scripted(Fault.EmptyPage));

        var first = await store.QueryAsync(Table, RowRange.InPartition(_partition, from: "r"), 2, null, Cancel);
        Assert.Empty(first.Rows);
        Assert.NotNull(first.Token);
        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], await RestAsync(store, first.Token));
    }

    [Fact]
    public async Task Empty_pages_at_any_place_lose_no_row()
    {
        var rows = Enumerable.Range(10, 20).Select(i => $"r{i}").ToArray();
        await _sound.WriteAsync(Table, [.. rows.Select(row => Write.Add(NewRow(row, "")))], Cancel);
        var plan = FaultPlan.Random(5, (Fault.EmptyPage, 0.5), (Fault.ServerBusy, 0.1));
        var store = await StoreAsync(plan);
        Assert.Equal(rows, await RestAsync(store, null));
        Assert.NotEqual(0, plan.Injected);
    }

    [Fact]
    public async Task A_cancelled_call_throws()
    {
        var store = await StoreAsync(FaultPlan.Always(Fault.Silence));
        using var source = new CancellationTokenSource();
        var calls = new Task[]
        {
            store.ReadAsync(Table, Key("there"), source.Token).AsTask(),
            store.WriteAsync(Table, [Write.Add(NewRow("a", ""))], source.Token).AsTask(),
            store.QueryAsync(Table, RowRange.InPartition(_partition), 10, null, source.Token).AsTask(),
        };
        await source.CancelAsync();
        foreach (var call in calls)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_server_of_its_own_begins_empty()
    {
        await using var server = await AzuriteServer.StartAsync();
        var store = new AzureTableStore(server.Connect());
        Assert.Null(await store.ReadAsync(Table, Key("there"), Cancel));
        Assert.True((await store.WriteAsync(Table, [Write.Add(NewRow("there", ""))], Cancel)).Succeeded);
    }

    [Fact]
    public void An_address_is_reached_over_https_with_an_identity()
    {
        var service = TableService.Connect("https://account.table.core.windows.net/", Identity.OfThisProcess());
        Assert.Equal("account", service.AccountName);
        Assert.Throws<FormatException>(() => TableService.Connect("http://account.table.core.windows.net/", Identity.OfThisProcess()));
    }

    private async Task<AzureTableStore> StoreAsync(FaultPlan plan) => new((await azurite.StartedAsync()).Connect(new FaultPolicy(plan)));

    private RowKey Key(string row) => new(_partition, row);

    private Row NewRow(string row, string text)
    {
        var made = new Row(Key(row));
        made["text"] = text;
        return made;
    }

    private async Task<string?> TextAsync(string row) => (await _sound.ReadAsync(Table, Key(row), Cancel))?.Text("text");

    private async Task<List<string>> RestAsync(AzureTableStore store, string? token)
    {
        var keys = new List<string>();
        do
        {
            var page = await store.QueryAsync(Table, RowRange.InPartition(_partition, from: "r", before: "s"), 2, token, Cancel);
            keys.AddRange(page.Rows.Select(row => row.Key.Row));
            token = page.Token;
        } while (token is not null);
        return keys;
    }

    private static async Task UnavailableAsync(Task call) => await Assert.ThrowsAsync<StorageUnavailableException>(() => call);
}
