using System.Text;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Storage;

public abstract partial class TableStoreContract
{
    [Theory]
    [InlineData("")]
    [InlineData(" surrounded ")]
    [InlineData("quote ' \" \\ slash / \t \r\n and \u0001")]
    [InlineData("Grüße, 日本語, 🚀, e\u0301")]
    [InlineData("2026-11-23T10:00:00.0000000Z")]
    [InlineData("6F9619FF-8B86-D011-B42D-00CF4FC964FF")]
    [InlineData("true")]
    [InlineData("null")]
    public async Task Text_comes_back_as_it_was(string text) => Assert.Equal(text, (await RoundTripAsync(text)).Text("value"));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData((1L << 53) + 1)]
    public async Task Numbers_come_back_as_they_were(long number) => Assert.Equal(number, (await RoundTripAsync(number)).Number("value"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(TableLimits.BytesPerProperty)]
    public async Task Bytes_come_back_as_they_were(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Assert.Equal(bytes, (await RoundTripAsync(bytes)).Bytes("value"));
    }

    [Fact]
    public async Task Text_of_64_KiB_comes_back_as_it_was()
    {
        var text = new string('\u65e5', TableLimits.BytesPerProperty / 2);
        Assert.Equal(text, (await RoundTripAsync(text)).Text("value"));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_text_comes_back_as_the_replacement_character() =>
        Assert.Equal("a\ufffdb", (await RoundTripAsync("a\ud800b")).Text("value"));

    [Fact]
    public async Task A_row_needs_no_properties()
    {
        await WriteAsync(Write.Add(new Row(Key("a"))));
        Assert.Empty((await ReadAsync("a"))!.Properties);
    }

    [Fact]
    public async Task A_row_comes_back_with_its_properties_and_no_others()
    {
        var row = NewRow("a");
        for (var i = 1; i < TableLimits.PropertiesPerEntity; i++)
            row[$"_P{i}é"] = (long)i;
        await WriteAsync(Write.Add(row));

        var read = await ReadAsync("a");
        var queried = Assert.Single(await AllAsync(RowRange.InPartition(_partition)));
        Assert.Equal(row.Properties.OrderBy(property => property.Key), read!.Properties.OrderBy(property => property.Key));
        Assert.Equal(row.Properties.OrderBy(property => property.Key), queried.Properties.OrderBy(property => property.Key));
        Assert.Equal(read.ETag, queried.ETag);
    }

    [Fact]
    public async Task Property_names_differ_by_letter_case()
    {
        var row = new Row(Key("a"));
        row["name"] = "lower";
        row["Name"] = "upper";
        await WriteAsync(Write.Add(row));
        Assert.Equal("lower", (await ReadAsync("a"))!.Text("name"));
        Assert.Equal("upper", (await ReadAsync("a"))!.Text("Name"));
    }

    [Fact]
    public async Task A_row_of_nearly_1_MiB_comes_back_as_it_was()
    {
        var row = new Row(Key("a"));
        var chunk = Encoding.UTF8.GetBytes(new string('x', TableLimits.BytesPerProperty - 64));
        for (var i = 0; i < 16; i++)
            row[$"c{i:D2}"] = chunk;
        await WriteAsync(Write.Add(row));
        Assert.Equal(16, (await ReadAsync("a"))!.Properties.Values.Count(value => ((byte[])value).SequenceEqual(chunk)));
    }

    private async Task<Row> RoundTripAsync(object value)
    {
        var row = new Row(Key("a"));
        row["value"] = value;
        await WriteAsync(Write.Upsert(row));
        return (await ReadAsync("a"))!;
    }
}
