using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Storage;

public abstract partial class TableStoreContract
{
    // All that keys may hold and that some collation might order otherwise.
    private const string KeyCharacters = " !'+-.0129=@ABYZ_abyz|~";

    [Fact]
    public async Task Rows_are_ordered_by_partition_and_row_as_their_characters_are()
    {
        var random = new Random(20_261_123);
        var keys = Enumerable
            .Range(0, 150)
            .Select(_ => new RowKey($"{_partition}~{RandomKey(random, 2)}", RandomKey(random, 5)))
            .Distinct()
            .ToList();
        foreach (var partition in keys.GroupBy(key => key.Partition))
        {
            foreach (var chunk in partition.Chunk(100))
                Assert.True((await WriteAsync([.. chunk.Select(key => Write.Add(new Row(key)))])).Succeeded);
        }

        var expected = keys.OrderBy(key => key.Partition, StringComparer.Ordinal).ThenBy(key => key.Row, StringComparer.Ordinal);
        var range = RowRange.Partitions($"{_partition}~", $"{_partition}~~~");
        foreach (var take in (int[])[1_000, 7])
            Assert.Equal(expected, (await AllAsync(range, take)).Select(row => row.Key));
    }

    [Fact]
    public async Task The_beginning_of_the_rows_is_inclusive_after_is_exclusive_and_the_end_is_exclusive()
    {
        await AddAsync("a", "b", "c", "d");
        Assert.Equal(["b", "c", "d"], await KeysAsync(RowRange.InPartition(_partition, from: "b")));
        Assert.Equal(["c", "d"], await KeysAsync(RowRange.InPartition(_partition, after: "b")));
        Assert.Equal(["a", "b"], await KeysAsync(RowRange.InPartition(_partition, before: "c")));
        Assert.Equal(["b", "c"], await KeysAsync(RowRange.InPartition(_partition, from: "b", before: "d")));
        Assert.Equal(["c"], await KeysAsync(RowRange.InPartition(_partition, from: "a", after: "b", before: "d")));
        Assert.Equal(["c", "d"], await KeysAsync(RowRange.InPartition(_partition, from: "c", after: "a")));
        Assert.Empty(await KeysAsync(RowRange.InPartition(_partition, from: "c", before: "c")));
    }

    [Fact]
    public async Task A_prefix_gives_the_rows_whose_first_parts_are_those()
    {
        await AddAsync("a", "a~", "a~b", "a~b~c", "a~zz", "a=~b", "ab~c", "b~a");
        Assert.Equal(["a~", "a~b", "a~b~c", "a~zz"], await KeysAsync(RowRange.WithPrefix(_partition, "a")));
        Assert.Equal(["a~b~c"], await KeysAsync(RowRange.WithPrefix(_partition, "a~b")));
    }

    [Fact]
    public async Task Partitions_of_a_range_are_read_up_to_its_end()
    {
        foreach (var name in (string[])["a", "b", "c"])
            await _store.WriteAsync(Table, [Write.Add(new Row(_partition + name, "r"))], Cancel);
        var rows = await AllAsync(RowRange.Partitions(_partition + "a", _partition + "c"));
        Assert.Equal([_partition + "a", _partition + "b"], rows.Select(row => row.Key.Partition));
    }

    [Fact]
    public async Task A_partition_does_not_give_the_rows_of_one_whose_name_goes_on()
    {
        await AddAsync("a");
        await _store.WriteAsync(Table, [Write.Add(new Row(_partition + "x", "b"))], Cancel);
        Assert.Equal(["a"], await KeysAsync(RowRange.InPartition(_partition)));
    }

    [Fact]
    public async Task Keys_with_quotes_and_empty_row_keys_are_keys_like_others()
    {
        await AddAsync("", "'", "it's", "a b");
        Assert.Equal(["", "'", "a b", "it's"], await KeysAsync(RowRange.InPartition(_partition), take: 2));
        Assert.Equal(["it's"], await KeysAsync(RowRange.InPartition(_partition, from: "it's")));
        Assert.NotNull(await ReadAsync("it's"));
        Assert.NotNull(await ReadAsync(""));
        Assert.True((await WriteAsync(Write.Delete(Key("it's")))).Succeeded);
    }

    [Fact]
    public async Task Pages_give_every_row_once_while_rows_are_added_on_both_sides_of_the_cursor()
    {
        var there = Enumerable.Range(100, 50).Select(i => $"m{i}").ToArray();
        await AddAsync(there);
        var added = 0;
        var rows = await AllAsync(
            RowRange.InPartition(_partition),
            take: 7,
            betweenPages: async () =>
            {
                added++;
                await AddAsync($"a{added:D3}", $"z{added:D3}");
            }
        );

        var keys = rows.Select(row => row.Key.Row).ToArray();
        Assert.Equal(keys.Distinct().Order(StringComparer.Ordinal), keys);
        Assert.Equal(there, keys.Where(key => key[0] == 'm'));
        Assert.DoesNotContain(keys, key => key[0] == 'a');
    }

    [Fact]
    public async Task Pages_go_on_when_the_rows_at_the_cursor_are_deleted()
    {
        await AddAsync("a", "b", "c", "d", "e");
        var keys = new List<string>();
        string? token = null;
        do
        {
            var page = await _store.QueryAsync(Table, RowRange.InPartition(_partition), 2, token, Cancel);
            keys.AddRange(page.Rows.Select(row => row.Key.Row));
            foreach (var row in page.Rows)
                await WriteAsync(Write.Delete(row.Key));
            token = page.Token;
        } while (token is not null);
        Assert.Equal(["a", "b", "c", "d", "e"], keys);
    }

    [Fact]
    public async Task Filters_all_hold_and_each_takes_any_of_its_values()
    {
        (string, string, string)[] there =
        [
            ("a", "red", "s"),
            ("b", "blue", "m"),
            ("c", "it's", "m"),
            ("d", "red", "m"),
            ("e", "Red", "m"),
        ];
        foreach (var (row, color, size) in there)
        {
            var made = NewRow(row);
            made["color"] = color;
            made["size"] = size;
            await WriteAsync(Write.Add(made));
        }
        await AddAsync("f");

        Assert.Equal(["a", "d"], await FilteredAsync(new PropertyFilter("color", ["red"])));
        Assert.Equal(["b", "c"], await FilteredAsync(new PropertyFilter("color", ["it's", "blue"])));
        var redOrBlue = new PropertyFilter("color", ["red", "blue"]);
        Assert.Equal(["d"], await FilteredAsync(redOrBlue, new("size", ["m"]), new("text", [""]), new("color", ["red"])));
        Assert.Empty(await FilteredAsync(new PropertyFilter("color", [])));
        Assert.Empty(await FilteredAsync(new PropertyFilter("weight", ["1"])));
    }

    [Fact]
    public async Task A_selective_filter_finds_its_rows_over_as_many_pages_as_it_takes()
    {
        foreach (var chunk in Enumerable.Range(0, 2_100).Chunk(100))
            await WriteAsync([.. chunk.Select(i => Write.Add(NewRow($"r{i:D4}", i % 1_000 == 999 ? "rare" : "common")))]);
        var range = RowRange.InPartition(_partition) with { Where = [new PropertyFilter("text", ["rare"])] };
        Assert.Equal(["r0999", "r1999"], await KeysAsync(range));
    }

    [Fact]
    public async Task A_query_gives_the_properties_it_selects_and_no_others()
    {
        var made = NewRow("a", "common");
        made["number"] = 7L;
        made["bytes"] = new byte[] { 1 };
        await WriteAsync(Write.Add(made), Write.Add(NewRow("b", "other")), Write.Add(NewRow("c", "common")));

        var range = RowRange.InPartition(_partition) with
        {
            Where = [new PropertyFilter("text", ["common"])],
            Select = ["number", "missing"],
        };
        var rows = await AllAsync(range);

        Assert.Equal(["a", "c"], rows.Select(row => row.Key.Row));
        Assert.Equal(["number"], rows[0].Properties.Keys);
        Assert.Equal(7L, rows[0].Number("number"));
        Assert.Empty(rows[1].Properties);
    }

    [Fact]
    public async Task A_page_ends_by_bytes_and_the_next_goes_on_with_the_row_after_it()
    {
        var rows = Enumerable.Range(100, 40).Select(i => $"r{i}").ToArray();
        foreach (var chunk in rows.Chunk(20))
            await WriteAsync([.. chunk.Select(row => Write.Add(LargeRow(row)))]);

        var pages = await PagesAsync(RowRange.InPartition(_partition) with { MaxBytes = 4 * LargeRowBytes });

        Assert.Equal(rows, pages.SelectMany(page => page));
        Assert.All(pages, page => Assert.InRange(page.Length, 0, 4));
        Assert.InRange(pages.Count, 10, 21);
    }

    [Fact]
    public async Task A_row_larger_than_a_page_comes_alone()
    {
        string[] rows = ["a", "b", "c"];
        await WriteAsync([.. rows.Select(row => Write.Add(LargeRow(row)))]);

        var pages = await PagesAsync(RowRange.InPartition(_partition) with { MaxBytes = 1 });

        Assert.Equal(rows, pages.Where(page => page.Length > 0).Select(Assert.Single));
    }

    [Fact]
    public async Task Small_rows_fill_a_page_by_their_number_once_their_size_is_known()
    {
        var rows = Enumerable.Range(100, 60).Select(i => $"r{i}").ToArray();
        await AddAsync(rows);
        var range = RowRange.InPartition(_partition) with { MaxBytes = 64 * 1024 };
        Assert.Equal(rows, (await PagesAsync(range)).SelectMany(page => page));

        Assert.Equal([rows[..50], rows[50..]], (await PagesAsync(range, take: 50)).Where(page => page.Length > 0));
    }

    [Fact]
    public async Task Filters_and_selected_properties_work_with_a_limit_of_bytes()
    {
        var large = LargeRow("b");
        large["text"] = "rare";
        await WriteAsync(Write.Add(LargeRow("a")), Write.Add(large), Write.Add(LargeRow("c")));
        var range = RowRange.InPartition(_partition) with { Where = [new PropertyFilter("text", ["rare"])], MaxBytes = 1 };

        Assert.Equal(["b"], await KeysAsync(range));
        Assert.Equal(["text"], Assert.Single(await AllAsync(range with { Select = ["text"] })).Properties.Keys);
    }

    private const int LargeRowBytes = 10_000;

    private Row LargeRow(string row)
    {
        var made = new Row(Key(row));
        made["bytes"] = new byte[LargeRowBytes];
        return made;
    }

    private async Task<List<string[]>> PagesAsync(RowRange range, int take = 1_000)
    {
        var pages = new List<string[]>();
        string? token = null;
        do
        {
            var page = await _store.QueryAsync(Table, range, take, token, Cancel);
            pages.Add([.. page.Rows.Select(row => row.Key.Row)]);
            token = page.Token;
        } while (token is not null);
        return pages;
    }

    private Task<string[]> FilteredAsync(params PropertyFilter[] filters) =>
        KeysAsync(RowRange.InPartition(_partition) with { Where = filters }, take: 2);

    private async Task AddAsync(params string[] rows) =>
        Assert.True((await WriteAsync([.. rows.Select(row => Write.Add(NewRow(row)))])).Succeeded);

    private static string RandomKey(Random random, int longest) =>
        string.Concat(Enumerable.Range(0, random.Next(1, longest + 1)).Select(_ => KeyCharacters[random.Next(KeyCharacters.Length)]));
}
