using System.Text;
using System.Text.Json;
using CsCheck;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;

namespace OpsTrails.Core.Tests.Mcp;

/// <summary>The pure parts: cleaned text, compact rows, nearest names, argument checks.</summary>
public sealed class CompactFormsTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\nb\r\nc\td", "a b c d")]
    [InlineData("a\u2028b\u2029c\u0085d", "a b c d")]
    [InlineData("x\u202Eevil\u202C\u2066y\u2069", "xevily")]
    [InlineData("zero\u200Bwidth\uFEFF\u00AD\u2060", "zerowidth")]
    [InlineData("tag\U000E0041\U000E0042s", "tags")]
    [InlineData("vs\U000E0100\U000E01EFs", "vss")]
    [InlineData("nul\0 bell\a esc\u001B[31m", "nul bell esc[31m")]
    [InlineData("👩‍💻 ok ❤️", "👩‍💻 ok ❤️")]
    [InlineData("zażółć 你好 مرحبا", "zażółć 你好 مرحبا")]
    [InlineData("\uE000private\u0378", "private")]
    public void Text_keeps_what_people_see_on_one_line(string text, string clean) => Assert.Equal(clean, FreeText.Clean(text));

    [Fact]
    public void Text_is_never_longer_than_agreed_never_halves_a_character_and_cleaning_twice_changes_nothing() =>
        Gen.Select(Gen.String, Gen.Int[2, 40])
            .Sample(
                (text, most) =>
                {
                    var clean = FreeText.Clean(text, most);
                    Assert.InRange(clean.Length, 0, most);
                    Assert.Null(TextRules.CheckCharacters(clean));
                    Assert.Equal(clean, FreeText.Clean(clean, most));
                }
            );

    [Theory]
    [InlineData("BE2", "BE,FE")]
    [InlineData("production", "PRODUCTION")]
    [InlineData("prod", "PRODUCTION")]
    [InlineData("PRODUCTOIN", "PRODUCTION")]
    [InlineData("nothing like it", "")]
    public void Near_names_are_found(string asked, string nearest) =>
        Assert.Equal(nearest, string.Join(',', NearestNames.Find(asked, ["FE", "BE", "PRODUCTION", "STAGING"])));

    [Fact]
    public void A_table_says_once_what_is_the_same_and_leaves_out_what_is_empty()
    {
        var table = new CompactTable(["time", "type", "where", "empty", "text"]);
        table.TryAdd("day 1", "10:00", "deploy", "A B", null, "says \"hi\", twice");
        table.TryAdd("day 1", "09:00", "deploy", null, null, null);
        table.TryAdd("day 2", "08:00", "deploy", "-", null, "x");

        Assert.Equal(
            """{"same":{"type":"deploy"},"columns":"time where text","rows":"""
                + """{"day 1":["10:00 \"A B\" says \"hi\", twice","09:00"],"day 2":["08:00 \"-\" x"]}}""",
            JsonOf(table)
        );
        Assert.Equal(
            "same in all rows: type deploy\ncolumns: time where text\n"
                + "day 1\n10:00 \"A B\" says \"hi\", twice\n09:00\nday 2\n08:00 \"-\" x\n",
            TextOf(table)
        );
    }

    [Fact]
    public void A_table_never_outgrows_its_bytes_by_more_than_its_first_row() =>
        Gen.Select(Gen.Select(Gen.String, Gen.String, (a, b) => (a, b)).Array[1, 60], Gen.Int[50, 2_000])
            .Sample(
                (rows, most) =>
                {
                    var table = new CompactTable(["a", "b"], most);
                    var added = rows.TakeWhile(row => table.TryAdd("", FreeText.Clean(row.a), FreeText.Clean(row.b))).Count();

                    Assert.Equal(added, table.Count);
                    var json = JsonElement.Parse(JsonOf(table));
                    Assert.Equal(added, json.GetProperty("rows").GetArrayLength());
                    Assert.True(added == 1 || Encoding.UTF8.GetByteCount(json.GetProperty("rows").GetRawText()) <= most + 2);
                }
            );

    [Fact]
    public void Recorded_json_is_cleaned_in_names_and_texts_and_keeps_its_numbers()
    {
        using var json = JsonDocument.Parse(
            """{"a\u202E":"x\ny","n":1.50,"big":123456789012345678901234567890,"deep":[{"k\u0000":["\u200Bz"]}],"a":true}"""
        );

        Assert.Equal(
            """{"a":"x y","n":1.50,"big":123456789012345678901234567890,"deep":[{"k":["z"]}],"a'":true}""",
            Encoding.UTF8.GetString(CleanJson.Of(json.RootElement).Span)
        );
    }

    [Theory]
    [InlineData("""{"text":"\ud800"}""", "text: contains an unpaired surrogate")]
    [InlineData("""{"other":1,"text":1}""", "text: must be a string, not a number")]
    [InlineData("""{"number":1e3}""", "number: must be a whole number")]
    [InlineData("""{"number":10.5}""", "number: must be a whole number")]
    [InlineData("""{"number":99999999999999999999}""", "number: must be a whole number")]
    [InlineData("""{"number":-1}""", "number: must be a number from 0 to 1000, not \"-1\"")]
    [InlineData("""{"choice":"c"}""", "choice: \"c\" is unknown. Use a or b")]
    [InlineData("""{"choice":""}""", "")]
    [InlineData("""{"flag":"true"}""", "flag: must be true or false, not a string")]
    [InlineData("""{"free":{"a":1,"a":2}}""", "free.a: appears twice. Send it once")]
    [InlineData("""{"teXt":"x"}""", "\"teXt\": is unknown. Did you mean text?")]
    public void Arguments_are_validated_against_their_schema(string arguments, string error)
    {
        var schema = JsonElement.Parse(
            """
            {
              "type": "object",
              "properties": {
                "text": {"type":"string"},
                "number": {"type":"integer","minimum":0,"maximum":1000},
                "choice": {"type":"string","enum":["a","b"]},
                "flag": {"type":"boolean"},
                "free": {"type":"object"}
              },
              "additionalProperties": false
            }
            """
        );
        using var json = JsonDocument.Parse(arguments);
        var errors = new ValidationErrors();

        ArgumentCheck.Check(
            schema,
            json.RootElement.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value)),
            errors
        );

        Assert.Contains(error, errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(error.Length > 0, errors.Any);
    }

    [Fact]
    public void An_open_schema_accepts_unknown_members()
    {
        var errors = new ValidationErrors();

        ArgumentCheck.Check(
            JsonElement.Parse("""{"type":"object","properties":{"x":{"type":["string","null"]},"y":true}}"""),
            [KeyValuePair.Create("z", JsonElement.Parse("1")), KeyValuePair.Create("x", JsonElement.Parse("1"))],
            errors
        );

        Assert.False(errors.Any);
    }

    [Fact]
    public void Windows_end_at_the_end_of_the_current_second()
    {
        var whole = new DateTimeOffset(2026, 1, 1, 0, 0, 5, TimeSpan.Zero);

        Assert.Equal(whole, WholeSecond.After(whole));
        Assert.Equal(whole, WholeSecond.After(whole.AddTicks(-1)));
        Assert.Equal(whole.AddSeconds(1), WholeSecond.After(whole.AddTicks(1)));
    }

    private static string TextOf(CompactTable table)
    {
        var text = new StringBuilder();
        table.WriteText(text);
        return text.ToString();
    }

    private static string JsonOf(CompactTable table)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            table.WriteJson(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
