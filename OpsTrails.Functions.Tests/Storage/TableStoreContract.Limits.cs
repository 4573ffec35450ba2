using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Storage;

public abstract partial class TableStoreContract
{
    [Fact]
    public Task A_transaction_of_no_writes_is_refused() => RefusedAsync();

    [Fact]
    public Task A_transaction_of_101_writes_is_refused() =>
        RefusedAsync([.. Enumerable.Range(0, 101).Select(i => Write.Add(NewRow($"r{i}")))]);

    [Fact]
    public Task A_transaction_over_4_MiB_is_refused() =>
        RefusedAsync([.. Enumerable.Range(0, 5).Select(i => Write.Add(Filled($"r{i}", properties: 14)))]);

    [Fact]
    public Task A_transaction_over_two_partitions_is_refused() =>
        RefusedAsync(Write.Add(NewRow("a")), Write.Add(new Row(_partition + "x", "b")));

    [Fact]
    public Task A_transaction_that_names_a_row_twice_is_refused() => RefusedAsync(Write.Add(NewRow("a")), Write.Upsert(NewRow("a")));

    [Fact]
    public Task A_row_over_1_MiB_is_refused() => RefusedAsync(Write.Add(Filled("a", properties: 17)));

    [Fact]
    public async Task A_property_over_64_KiB_is_refused()
    {
        await RefusedAsync(Write.Add(With("a", "value", new byte[TableLimits.BytesPerProperty + 1])));
        await RefusedAsync(Write.Add(With("a", "value", new string('x', TableLimits.BytesPerProperty / 2 + 1))));
    }

    [Fact]
    public Task A_row_of_253_properties_is_refused()
    {
        var row = new Row(Key("a"));
        for (var i = 0; i <= TableLimits.PropertiesPerEntity; i++)
            row[$"p{i}"] = 0L;
        return RefusedAsync(Write.Add(row));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a-b")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("odata.etag")]
    [InlineData("PartitionKey")]
    [InlineData("RowKey")]
    [InlineData("Timestamp")]
    public Task A_name_that_is_no_property_name_is_refused(string name) => RefusedAsync(Write.Add(With("a", name, 0L)));

    [Fact]
    public Task A_property_name_of_256_characters_is_refused() => RefusedAsync(Write.Add(With("a", new string('n', 256), 0L)));

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a%b")]
    [InlineData("a\tb")]
    [InlineData("a\u007fb")]
    [InlineData("é")]
    [InlineData("a\ud800b")]
    public async Task A_key_with_a_character_that_keys_cannot_hold_is_refused_everywhere(string key)
    {
        await RefusedAsync(Write.Add(NewRow(key)));
        await RefusedAsync(Write.Add(new Row(key, "a")));
        await Assert.ThrowsAsync<TableLimitException>(async () => await ReadAsync(key));
        await RefusedAsync(RowRange.InPartition(key));
        await RefusedAsync(RowRange.InPartition(_partition, from: key));
        await RefusedAsync(RowRange.InPartition(_partition, after: key));
        await RefusedAsync(RowRange.InPartition(_partition, before: key));
        await RefusedAsync(RowRange.Partitions(_partition, key));
    }

    [Fact]
    public async Task A_key_holds_512_characters_and_no_more()
    {
        await AddedAsync(new string('k', TableLimits.CharactersPerKey));
        await RefusedAsync(Write.Add(NewRow(new string('k', TableLimits.CharactersPerKey + 1))));
    }

    [Fact]
    public async Task A_filter_holds_15_comparisons_and_no_more()
    {
        var range = RowRange.InPartition(_partition, after: "a");
        Assert.Empty((await _store.QueryAsync(Table, range with { Where = [Values(13)] }, 10, null, Cancel)).Rows);
        await RefusedAsync(range with { Where = [Values(14)] });

        static PropertyFilter Values(int count) => new("text", [.. Enumerable.Range(0, count).Select(i => $"{i}")]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task A_page_size_outside_1_to_1000_is_refused(int take) =>
        await Assert.ThrowsAsync<TableLimitException>(async () =>
            await _store.QueryAsync(Table, RowRange.InPartition(_partition), take, null, Cancel)
        );

    [Fact]
    public Task A_page_of_no_bytes_is_refused() => RefusedAsync(RowRange.InPartition(_partition) with { MaxBytes = 0 });

    [Fact]
    public Task Row_bounds_over_several_partitions_are_refused() =>
        RefusedAsync(RowRange.Partitions(_partition, _partition + "~") with { RowFrom = "a" });

    [Fact]
    public void A_property_of_another_type_is_refused() => Assert.Throws<TableLimitException>(() => With("a", "value", 1));

    private async Task RefusedAsync(params Write[] writes) =>
        await Assert.ThrowsAsync<TableLimitException>(async () => await WriteAsync(writes));

    private async Task RefusedAsync(RowRange range) =>
        await Assert.ThrowsAsync<TableLimitException>(async () => await _store.QueryAsync(Table, range, 10, null, Cancel));

    private Row With(string row, string name, object value)
    {
        var made = new Row(Key(row));
        made[name] = value;
        return made;
    }

    private Row Filled(string row, int properties)
    {
        var made = new Row(Key(row));
        for (var i = 0; i < properties; i++)
            made[$"c{i}"] = new byte[TableLimits.BytesPerProperty];
        return made;
    }
}
