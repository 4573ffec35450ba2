using System.Text;
using System.Text.Json;
using CsCheck;
using OpsTrails.Core.Tests.Fixtures;

namespace OpsTrails.Core.Tests.Events;

public sealed class EventFingerprintTests
{
    private static readonly SentEvent Full = SentEvent
        .Smallest.WithText("id", "e-1")
        .WithText("subject", "PROD")
        .WithText("severity", "LOW")
        .WithText("version", "1.2")
        .WithText("datacontenttype", "text/plain")
        .WithText("dataschema", "urn:schema")
        .With("data", """{"a":1,"b":{"c":[{"d":1,"e":2}]}}""")
        .WithText("ext", "1")
        .With("flag", "true");

    private static readonly Gen<(SentEvent Sent, SentEvent Shuffled)> Shuffled = EventGens.Valid.SelectMany(sent =>
        Gen.Shuffle(sent.Members.ToArray())
            .Select(
                Gen.Int,
                (members, seed) => (sent, new SentEvent([.. members.Select(member => (member.Name, Reordered(member.Json, seed)))]))
            )
    );

    [Fact]
    public void The_order_of_members_does_not_count_at_any_depth() =>
        Shuffled.Sample(pair => Assert.Equal(Of(pair.Sent), Of(pair.Shuffled)), iter: 500);

    [Fact]
    public void The_order_of_an_array_counts() => Assert.NotEqual(Of(Data("""{"a":[1,2]}""")), Of(Data("""{"a":[2,1]}""")));

    [Theory]
    [InlineData("1.0", "1.00")]
    [InlineData("1", "1.0")]
    [InlineData("1e2", "100")]
    [InlineData("-0", "0")]
    [InlineData("1e2", "1E2")]
    public void Numbers_are_compared_by_their_text(string one, string other) =>
        Assert.NotEqual(Of(Data($$"""{"a": {{one}} }""")), Of(Data($$"""{"a": {{other}} }""")));

    [Theory]
    [InlineData("1", "\"1\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("{}", "[]")]
    [InlineData("[[1],2]", "[[1,2]]")]
    [InlineData("{\"b\":{\"c\":1}}", "{\"b\":{},\"c\":1}")]
    [InlineData("\"é\"", "\"e\u0301\"")]
    public void Values_of_another_kind_or_shape_count(string one, string other) =>
        Assert.NotEqual(Of(Data($$"""{"a": {{one}} }""")), Of(Data($$"""{"a": {{other}} }""")));

    [Theory]
    [InlineData("subject")]
    [InlineData("ext")]
    public void How_a_string_is_escaped_does_not_count(string name) =>
        Assert.Equal(Of(Full.With(name, "\"/é😀\"")), Of(Full.With(name, "\"\\/\\u00e9\\ud83d\\ude00\"")));

    [Fact]
    public void How_a_string_in_data_is_escaped_does_not_count() =>
        Assert.Equal(Of(Data("""{"é":"/😀"}""")), Of(Data("""{"\u00E9":"\/\ud83d\uDE00"}""")));

    [Fact]
    public void White_space_between_tokens_does_not_count() =>
        Assert.Equal(Of(Data("""{"a":[1,2]}""")), Of(Data("{ \"a\" :\n[ 1 , 2 ] }")));

    [Fact]
    public void A_default_that_is_sent_is_the_same_as_one_left_out() =>
        Assert.Equal(Of(SentEvent.Smallest), Of(SentEvent.Smallest.WithText("datacontenttype", "application/json")));

    [Theory]
    [InlineData("id")]
    [InlineData("subject")]
    [InlineData("severity")]
    [InlineData("version")]
    [InlineData("datacontenttype")]
    [InlineData("dataschema")]
    [InlineData("data")]
    [InlineData("ext")]
    public void Null_is_the_same_as_left_out(string name) => Assert.Equal(Of(Full.Without(name)), Of(Full.With(name, "null")));

    [Fact]
    public void Null_in_data_is_not_the_same_as_left_out() => Assert.NotEqual(Of(Data("{}")), Of(Data("""{"a":null}""")));

    [Fact]
    public void Empty_data_is_not_the_same_as_none() => Assert.NotEqual(Of(SentEvent.Smallest), Of(Data("{}")));

    [Fact]
    public void The_time_does_not_count() => Assert.Equal(Of(Full), Of(Full.WithText("time", "2025-01-01T00:00:00Z")));

    [Theory]
    [InlineData("id")]
    [InlineData("type")]
    [InlineData("source")]
    [InlineData("subject")]
    [InlineData("severity")]
    [InlineData("version")]
    [InlineData("datacontenttype")]
    [InlineData("dataschema")]
    [InlineData("ext")]
    public void Each_other_member_counts(string name) =>
        Assert.NotEqual(Of(Full), Of(Full.WithText(name, name == "severity" ? "MAJOR" : "other")));

    [Theory]
    [InlineData("1", "\"1\"")]
    [InlineData("-0", "\"0\"")]
    [InlineData("-2147483648", "\"-2147483648\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("false", "\"false\"")]
    public void An_extension_is_the_same_as_its_text_in_a_header(string json, string header) =>
        Assert.Equal(Of(Full.With("ext", json)), Of(Full.With("ext", header)));

    [Theory]
    [InlineData("1", "\"01\"")]
    [InlineData("1", "true")]
    [InlineData("true", "\"True\"")]
    [InlineData("false", "true")]
    [InlineData("\"\"", "null")]
    [InlineData("\"\"", "\" \"")]
    public void Any_other_text_of_an_extension_counts(string one, string other) =>
        Assert.NotEqual(Of(Full.With("ext", one)), Of(Full.With("ext", other)));

    [Theory]
    [InlineData("application/json", "application/json; charset=utf-8")]
    [InlineData("application/json", "Application/JSON;charset=\"UTF-8\"")]
    [InlineData("text/json", "text/json; Charset=utf-8")]
    [InlineData("application/vnd.shop+json; v=1", "application/vnd.shop+json; charset=utf-8; v=1")]
    public void The_charset_of_JSON_does_not_count(string one, string other)
    {
        Assert.Equal(Of(Full.WithText("datacontenttype", one)), Of(Full.WithText("datacontenttype", other)));
        Assert.Equal(one == "application/json", Of(SentEvent.Smallest) == Of(SentEvent.Smallest.WithText("datacontenttype", other)));
    }

    [Theory]
    [InlineData("text/plain", "text/plain; charset=utf-8")]
    [InlineData("application/json", "application/json; charset=utf-16")]
    [InlineData("application/json", "application/json; v=1")]
    [InlineData("application/json", "application/vnd.shop+json")]
    [InlineData("json", "json; charset=utf-8")]
    public void Any_other_content_type_counts(string one, string other) =>
        Assert.NotEqual(Of(Full.WithText("datacontenttype", one)), Of(Full.WithText("datacontenttype", other)));

    [Fact]
    public void Data_is_the_same_in_Base64() => EventGens.Data.Sample(json => Assert.Equal(Of(Data(json)), Of(Base64("\uFEFF" + json))));

    // Made by the version before, which compared both as sent.
    [Fact]
    public void The_fingerprint_of_earlier_versions_is_known()
    {
        var sent = SentEvent
            .Smallest.WithText("id", "e-1")
            .WithText("datacontenttype", "application/json; charset=utf-8")
            .With("data", """{"b":1.50,"a":"é"}""")
            .With("retries", "3")
            .With("flag", "true")
            .WithText("ext", "1");

        Assert.Equal("5cae33bf3ffd34214a35c4311a9c812a1320f3fb3ad5dca9596b82d288975aa8", sent.Parse().Valid.FormerFingerprint);
    }

    [Fact]
    public void It_is_the_same_as_before_for_all_but_those() =>
        Assert.Equal("623b66efffeb7527c36b0c4930e0c7249615e01681e22187c519c1a484289316", Of(Full.WithText("flag", "true")));

    [Fact]
    public void Only_events_with_a_difference_have_a_fingerprint_of_earlier_versions() =>
        Assert.Null(Full.WithText("flag", "true").Parse().Valid.FormerFingerprint);

    [Fact]
    public void A_value_counts_where_it_is() =>
        Assert.Equal(
            4,
            new[] { "subject", "version", "dataschema", "ext" }
                .Select(name => Of(SentEvent.Smallest.WithText(name, "x")))
                .Distinct()
                .Count()
        );

    [Fact]
    public void Leaving_out_any_member_that_is_there_counts() =>
        EventGens.Valid.Sample(sent =>
        {
            var optional = sent
                .Members.Where(member => member.Json != "null" && member.Name is not ("specversion" or "type" or "source" or "time"))
                .ToList();

            Assert.All(optional, member => Assert.NotEqual(Of(sent), Of(sent.Without(member.Name))));
        });

    [Fact]
    public void Events_share_a_fingerprint_only_when_their_data_is_the_same() =>
        Gen.Select(EventGens.Data, EventGens.Data)
            .Sample(
                (one, other) => Assert.Equal(Reordered(one, null) == Reordered(other, null), Of(Data(one)) == Of(Data(other))),
                iter: 1_000
            );

    private static string Of(SentEvent sent) => sent.Parse().Valid.Fingerprint;

    private static SentEvent Base64(string json) =>
        SentEvent.Smallest.WithText("data_base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(json)));

    private static SentEvent Data(string json) => SentEvent.Smallest.With("data", json);

    /// <summary>Reorders the members of every object. Sorts them without a seed.</summary>
    private static string Reordered(string json, int? seed) =>
        Reordered(JsonElement.Parse(json), seed is { } given ? new Random(given) : null);

    private static string Reordered(JsonElement value, Random? random) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => $"{{{string.Join(',', Members(value, random))}}}",
            JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(item => Reordered(item, random)))}]",
            JsonValueKind.String => SentEvent.Quoted(value.GetString()!),
            _ => value.GetRawText(),
        };

    private static IEnumerable<string> Members(JsonElement value, Random? random) =>
        value
            .EnumerateObject()
            .OrderBy(member => random is null ? member.Name : $"{random.Next():D10}", StringComparer.Ordinal)
            .Select(member => $"{SentEvent.Quoted(member.Name)}:{Reordered(member.Value, random)}");
}
