using System.Text;
using CsCheck;
using OpsTrails.Core.Tests.Fixtures;
using OpsTrails.Core.Tests.Input;

namespace OpsTrails.Core.Tests.Events;

/// <summary>What <c>data</c> can contain, how deep it can nest, and what can't be returned from any part of an event.</summary>
public sealed class EventDataTests
{
    private static readonly SentEvent Smallest = SentEvent.Smallest;

    [Theory]
    [InlineData("[]", "an array")]
    [InlineData("\"text\"", "a string")]
    [InlineData("1", "a number")]
    public void Data_is_an_object(string json, string kind) =>
        Assert.Equal($"data: must be a JSON object, not {kind}", Smallest.With("data", json).Parse().ValidationError);

    [Theory]
    [InlineData("description", 1_000, "a")]
    [InlineData("description", 1_000, "😀")]
    [InlineData("timezone", 50, "a")]
    [InlineData("timezone", 50, "😀")]
    public void The_two_known_members_of_data_may_be_as_long_as_allowed(string name, int maxLength, string character) =>
        Assert.Empty(Smallest.With("data", $$"""{"{{name}}":"{{Repeated(character, maxLength)}}"}""").Parse().ValidationErrors);

    [Theory]
    [InlineData("description", 1_000, "a")]
    [InlineData("description", 1_000, "😀")]
    [InlineData("timezone", 50, "a")]
    [InlineData("timezone", 50, "😀")]
    public void The_two_known_members_of_data_may_not_be_longer(string name, int maxLength, string character) =>
        Assert.Equal(
            $"data.{name}: \"{ValidationErrorsTests.Cut(character)}\" is too long: {maxLength + 1} characters, at most {maxLength}",
            Smallest.With("data", $$"""{"{{name}}":"{{Repeated(character, maxLength + 1)}}"}""").Parse().ValidationError
        );

    [Theory]
    [InlineData("description", "1", "a number")]
    [InlineData("timezone", "{}", "an object")]
    public void The_two_known_members_of_data_are_strings(string name, string json, string kind) =>
        Assert.Equal(
            $"data.{name}: must be a string, not {kind}",
            Smallest.With("data", $$"""{"{{name}}":{{json}}}""").Parse().ValidationError
        );

    [Theory]
    [InlineData("""{"description":null,"timezone":null}""")]
    [InlineData("""{"description":"","timezone":""}""")]
    [InlineData("""{"description":"line\nline\u0000"}""")]
    [InlineData("""{"nested":{"description":1,"timezone":[]}}""")]
    [InlineData("""{"Description":1}""")]
    public void Data_has_no_further_rules(string json) => Assert.Empty(Smallest.With("data", json).Parse().ValidationErrors);

    [Theory]
    [InlineData("{", "}")]
    [InlineData("[", "]")]
    public void Data_nested_64_levels_deep_is_accepted(string open, string close) =>
        Assert.Empty(Nested(64, open, close).Parse().ValidationErrors);

    [Theory]
    [InlineData("{", "}")]
    [InlineData("[", "]")]
    public void Data_nested_65_levels_deep_is_refused(string open, string close) =>
        Assert.EndsWith(
            ": is nested too deeply. Use fewer levels",
            Nested(65, open, close).Parse().ValidationError,
            StringComparison.Ordinal
        );

    [Fact]
    public void Scalars_are_accepted_on_the_deepest_level() => Assert.Empty(Nested(64, "[", "]", "1,\"a\",null").Parse().ValidationErrors);

    [Theory]
    [InlineData("""{"a":1,"a":1}""", "data.a")]
    [InlineData("""{"a":1,"\u0061":2}""", "data.a")]
    [InlineData("""{"a":{"b":[0,{"c":null,"c":null}]}}""", "data.a.b.[].c")]
    public void A_duplicate_member_of_data_is_refused_with_its_path(string data, string path) =>
        Assert.Equal($"{path}: appears twice. Send it once", Smallest.With("data", data).Parse().ValidationError);

    [Theory]
    [InlineData("subject", "\"PROD\"")]
    [InlineData("subject", "null")]
    [InlineData("anextension", "1")]
    public void A_duplicate_member_of_the_event_is_refused(string name, string json) =>
        Assert.Equal(
            $"{name}: appears twice. Send it once",
            ParsedEvent.Of(new SentEvent([.. Smallest.Members, (name, json), (name, "\"other\"")]).Json).ValidationError
        );

    [Fact]
    public void The_same_name_in_different_objects_is_accepted() =>
        Assert.Empty(Smallest.With("data", """{"a":{"a":[{"a":1},{"a":1}]},"A":1}""").Parse().ValidationErrors);

    [Theory]
    [InlineData("subject", "\"\\ud800\"", "subject")]
    [InlineData("type", "\"a\\udc00b\"", "type")]
    [InlineData("anextension", "\"\\udc00\\ud800\"", "anextension")]
    [InlineData("data", "{\"description\":\"\\ud83d\"}", "data.description")]
    [InlineData("data", "{\"a\":[1,{\"b\":\"\\ude00\"}]}", "data.a.[].b")]
    public void Half_a_surrogate_pair_in_a_value_is_refused_with_its_path(string name, string json, string path) =>
        Assert.Equal($"{path}: contains an unpaired surrogate. Send valid Unicode", Smallest.With(name, json).Parse().ValidationError);

    [Theory]
    [InlineData("{\"\\ud800\":1}", "data")]
    [InlineData("{\"a\":[{\"\\udc00\":1}]}", "data.a.[]")]
    public void Half_a_surrogate_pair_in_a_name_is_refused_with_the_path_of_its_object(string data, string path) =>
        Assert.Equal(
            $"{path}: has a member whose name contains an unpaired surrogate. Send valid Unicode",
            Smallest.With("data", data).Parse().ValidationError
        );

    [Fact]
    public void Half_a_surrogate_pair_in_the_name_of_a_member_is_refused() =>
        Assert.Equal(
            "event: has a member whose name contains an unpaired surrogate. Send valid Unicode",
            ParsedEvent.Of(Smallest.Json[..^1] + ",\"\\ud800\":1}").ValidationError
        );

    // Regression: parsing stopped at the first of these errors.
    [Fact]
    public void Text_and_duplicates_that_cannot_be_kept_are_reported_with_all_other_errors()
    {
        var parsed = ParsedEvent.Of(
            """{"specversion":"2.0","type":"\ud800","source":"a\tb","data":{"a":1,"a":2},"ext":"\udc00","Subject":"x","id":"1","id":"2"}"""
        );

        Assert.Equal(
            ["type", "data.a", "ext", "Subject", "id", "specversion", "source", "time"],
            parsed.ValidationErrors.Select(error => error.Field)
        );
    }

    [Fact]
    public void A_path_is_cut_short() =>
        Assert.Equal(
            $"data.{new string('a', 75)}…: appears twice. Send it once",
            Smallest.With("data", "{\"" + new string('a', 100) + "\":{\"b\":1,\"b\":1}}").Parse().ValidationError
        );

    [Theory]
    [InlineData("1.50")]
    [InlineData("12345678901234567890")]
    [InlineData("1e400")]
    [InlineData("-0")]
    [InlineData("0.1E-07")]
    public void A_number_in_data_keeps_its_digits(string number) =>
        Assert.Equal($$"""{"n":{{number}}}""", Utf8(Smallest.With("data", $$"""{ "n" : {{number}} }""").Parse().Valid.Data!.Value));

    [Fact]
    public void The_members_of_data_keep_their_order() =>
        Assert.Equal(
            """{"b":1,"a":{"d":1,"c":1}}""",
            Utf8(Smallest.With("data", """{"b":1,"a":{"d":1,"c":1}}""").Parse().Valid.Data!.Value)
        );

    [Fact]
    public void White_space_is_removed_between_tokens_and_kept_in_strings() =>
        Assert.Equal(
            """{"a b":["c \" d\\","\t"]}""",
            Utf8(Smallest.With("data", "{ \"a b\" :\r\n[\t\"c \\\" d\\\\\" , \"\\t\" ] }").Parse().Valid.Data!.Value)
        );

    // Regression: escaping again made an event up to six times larger, more than a row holds.
    [Fact]
    public void Stored_data_is_never_longer_than_sent() =>
        EventGens.Data.Sample(data =>
        {
            var kept = Smallest.With("data", data).Parse().Valid.Data!.Value;

            Assert.InRange(kept.Length, 2, Encoding.UTF8.GetByteCount(data));
        });

    private static string Repeated(string character, int times) => string.Concat(Enumerable.Repeat(character, times));

    private static string Utf8(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    /// <summary>Nests arrays or objects inside <c>data</c>. The event and <c>data</c> are one level each.</summary>
    private static SentEvent Nested(int levels, string open, string close, string innermost = "")
    {
        var within = levels - 3;
        var before = "{\"a\":" + Repeated(open == "{" ? "{\"a\":" : open, within) + open;
        var after = Repeated(close, within + 1) + "}";
        return Smallest.With("data", before + innermost + after);
    }
}
