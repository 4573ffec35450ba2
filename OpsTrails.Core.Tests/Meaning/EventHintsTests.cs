using System.Text;
using CsCheck;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Tests.Fixtures;

namespace OpsTrails.Core.Tests.Meaning;

public sealed class EventHintsTests
{
    [Fact]
    public void Strings_and_Booleans_of_the_top_level_are_hints() =>
        Assert.Equal(
            new EventHints
            {
                Phase = "finished",
                Outcome = "succeeded",
                Conclusion = "neutral",
                Result = "failed",
                Status = "done",
                State = "ready",
                Success = "failed",
                Run = "run-1",
            },
            Read(
                """
                {"phase":"finished","outcome":true,"conclusion":"neutral","result":false,"status":"done","state":"ready",
                "success":"False","id":"run-1","nested":{"phase":"started"},"list":[{"id":1}]}
                """
            )
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"failed\"")]
    [InlineData("")]
    [InlineData("""{"phase":true,"outcome":null,"status":1,"state":{},"result":[],"success":"","id":false}""")]
    [InlineData("""{"nested":{"status":"failed"},"Status":"failed"}""")]
    [InlineData("""{"status":"failed","status":null}""")]
    [InlineData("""{"status":"\ud800","\ud800":1,"st\ud800":"failed"}""")]
    public void Anything_else_is_no_hint(string data)
    {
        var hints = Read(data);

        Assert.Equal(EventHints.None, hints);
        Assert.True(hints.IsEmpty);
        Assert.Null(hints.Text);
    }

    [Theory]
    [InlineData("""{"status":"a","status":"b"}""", "s=b")]
    [InlineData("""{"st\u0061tus":"\u0062"}""", "s=b")]
    [InlineData("""{"id":12345678901234567890}""", "i=12345678901234567890")]
    [InlineData("""{"phase":"a;b\\c=d","success":true}""", "p=a\\;b\\\\c=d;u=succeeded")]
    public void The_text_is_compact(string data, string text) => Assert.Equal(text, Read(data).Text);

    [Theory]
    [InlineData(63, 64)]
    [InlineData(64, 64)]
    [InlineData(62, 64)]
    public void A_long_text_is_cut_between_characters(int before, int length)
    {
        var hints = Read($$"""{"status":"{{new string('x', before)}}😀😀","id":"{{new string('9', 70)}}"}""");

        Assert.Equal(before == 63 ? 63 : length, hints.Status!.Length);
        Assert.Equal(64, hints.Run!.Length);
    }

    [Fact]
    public void Deep_data_is_skipped() =>
        Assert.Equal("s=ok", Read($$"""{"a":{{new string('[', 500)}}{{new string(']', 500)}},"status":"ok"}""").Text);

    [Theory]
    [InlineData("""{"status":"failed","data":{"status":"ok"},"id":"e-1"}""", "s=ok")]
    [InlineData("""{"data":{"status":"a"},"data":{"status":"b"}}""", "s=b")]
    [InlineData("""{"d\u0061ta":{"status":"a"},"x":{"data":{"status":"b"}}}""", "s=a")]
    [InlineData("""{"data":null}""", null)]
    [InlineData("""{"data":"status"}""", null)]
    [InlineData("[]", null)]
    public void Hints_of_an_event_are_those_of_its_data(string json, string? text) =>
        Assert.Equal(text, EventHints.OfEvent(Encoding.UTF8.GetBytes(json)).Text);

    [Fact]
    public void The_text_gives_the_same_hints_again() =>
        TypeGens.Hints.Sample(hints => Assert.Equal(hints, EventHints.Parse(hints.Text)), iter: 10_000);

    [Fact]
    public void Any_stored_text_can_be_read() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["pocrstui=;\\x"], 0, 20])
            .Sample(text => Assert.Equal(EventHints.Parse(text), EventHints.Parse(EventHints.Parse(text).Text)), iter: 10_000);

    [Fact]
    public void Any_data_can_be_read() => EventGens.Data.Sample(data => Assert.NotNull(Read(data)), iter: 5_000);

    private static EventHints Read(string data) => EventHints.Read(Encoding.UTF8.GetBytes(data));
}
