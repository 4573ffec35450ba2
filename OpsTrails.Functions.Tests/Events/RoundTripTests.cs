using System.Text;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>What was sent is what is given back.</summary>
public sealed class RoundTripTests(SharedAzurite azurite)
{
    public static TheoryData<string> Numbers { get; } =
    [
        "0",
        "-0",
        "0.0",
        "-0.0",
        "1.50",
        "1e2",
        "1E+2",
        "1e-400",
        "1e400",
        "123456789012345678901234567890",
        "0.1000000000000000000000000000000001",
        "9007199254740993",
        "-9223372036854775809",
    ];

    public static TheoryData<string> Texts { get; } =
    [
        "Köln",
        "日本語",
        "🚀👩‍🚀",
        "e\u0301 is not é",
        "\u202Eright to left",
        "<script>alert(1)</script> & 'quotes'",
        "\u2028\u2029",
        "\\\\ \\\" \\/ \\n \\t",
        "\u007F in data",
        "\uE000 private use",
        "ß ẞ ı İ ﬁ",
        "=h ~ % # ? / \\\\",
    ];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_number_keeps_its_digits(string number)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        await client.RecordAsync(AnEvent.Json("e", data: $$"""{"n":{{number}}}"""));

        Assert.Equal(number, (await client.AskAsync("/api/v1/events/e")).Data.GetProperty("data").GetProperty("n").GetRawText());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_in_data_and_in_an_extension_keeps_every_character(string json)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        var sent = JsonElement.Parse($"\"{json}\"").GetString();
        var extension = json.Contains('\u007F', StringComparison.Ordinal) || json.Contains("\\n", StringComparison.Ordinal) ? "x" : sent;

        await client.RecordAsync(
            AnEvent.Json("e", data: $$"""{"t":"{{json}}","{{json}}":1}""", members: $"\"ext\":{JsonSerializer.Serialize(extension)}")
        );
        var read = (await client.AskAsync("/api/v1/events/e")).Data;

        Assert.Equal((sent, extension), (read.GetProperty("data").GetProperty("t").GetString(), read.GetProperty("ext").GetString()));
        Assert.Equal(sent, read.GetProperty("data").EnumerateObject().Last().Name);
    }

    [Fact]
    public async Task Members_keep_their_order_and_extensions_follow_the_twelve()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        await client.RecordAsync(
            AnEvent.Json(
                "e",
                data: """{ "z" : 1 , "a" : [ true , null , { } ] , "" : 2 , "10" : 3, "9": 4 }""",
                members: ["\"zext\":true", "\"aext\":-7", "\"1\":\"x\""]
            )
        );
        var read = (await client.AskAsync("/api/v1/events/e")).Data;

        Assert.Equal("""{"z":1,"a":[true,null,{}],"":2,"10":3,"9":4}""", read.GetProperty("data").GetRawText());
        Assert.Equal(["zext", "aext", "1"], read.EnumerateObject().Skip(12).Select(member => member.Name));
        Assert.Equal(["true", "-7", "\"x\""], read.EnumerateObject().Skip(12).Select(member => member.Value.GetRawText()));
    }

    [Fact]
    public async Task Times_come_back_in_UTC_to_100_nanoseconds()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var fine = await client.RecordAsync(AnEvent.Json("a", time: "2025-01-15T14:30:00.12345678+02:00"));
        var coarse = await client.RecordAsync(AnEvent.Json("b", time: "Wed, 15 Jan 2025 14:30:00 +0200"));

        Assert.Equal("2025-01-15T12:30:00.1234567Z", fine.Data.GetProperty("time").GetString());
        Assert.Equal("2025-01-15T12:30:00.000Z", coarse.Data.GetProperty("time").GetString());
    }

    [Theory]
    [InlineData(65_536, 201)]
    [InlineData(65_537, 413)]
    public async Task An_event_has_at_most_64_KiB(int bytes, int status)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.RecordAsync(AnEvent.OfBytes("e", bytes));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 201 ? 200 : 404, (await client.AskAsync("/api/v1/events/e")).Status);
    }

    [Theory]
    [InlineData(2_048, 201)]
    [InlineData(2_049, 413)]
    public async Task The_limit_can_be_set(int bytes, int status)
    {
        await using var app = await TestApp.StartAsync(settings: "OpsTrails:Limits:EventBytes=2048");
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.RecordAsync(AnEvent.OfBytes("e", bytes), "application/cloudevents+json");

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("🚀")]
    [InlineData("\u007F")]
    [InlineData("\\n")]
    public async Task An_event_of_512_KiB_comes_back_whole_from_the_embedded_store(string filler) => await SendLargestAsync(null, filler);

    [Theory]
    [InlineData("x")]
    [InlineData("🚀")]
    public async Task An_event_of_512_KiB_comes_back_whole_from_Azure_Tables(string filler) =>
        await SendLargestAsync((await azurite.StartedAsync()).ConnectionString, filler);

    private static async Task SendLargestAsync(string? storage, string filler)
    {
        const int Largest = 512 * 1024;
        await using var app = await TestApp.StartAsync(storage, settings: "OpsTrails:Limits:EventBytes=524288");
        using var client = await app.ClientWithKeyAsync();
        var id = Guid.NewGuid().ToString();
        var empty = AnEvent.Json(id, data: """{"k":""}""").Length;
        var text = string.Concat(Enumerable.Repeat(filler, (Largest - empty) / Encoding.UTF8.GetByteCount(filler)));

        var posted = await client.RecordAsync(AnEvent.Json(id, data: $$"""{"k":"{{text}}"}"""));
        await app.SettleAsync();
        var read = await client.AskAsync("/api/v1/events/" + id);

        Assert.Equal((201, 200), (posted.Status, read.Status));
        Assert.Equal(JsonElement.Parse($"\"{text}\"").GetString(), read.Data.GetProperty("data").GetProperty("k").GetString());
    }
}
