using System.Text;
using CsCheck;
using OpsTrails.Core.Tests.Fixtures;

namespace OpsTrails.Core.Tests.Events;

public sealed class EventParserTests
{
    private static readonly SentEvent Smallest = SentEvent.Smallest;

    public static TheoryData<string, int> Limits() =>
        new()
        {
            { "type", 100 },
            { "source", 500 },
            { "id", 200 },
            { "subject", 50 },
            { "version", 50 },
            { "datacontenttype", 200 },
            { "dataschema", 500 },
        };

    // One letter, one of two UTF-16 units, and one that joins what precedes it: each is one character.
    public static TheoryData<string, int, string> LimitsInEachKindOfCharacter() =>
        [
            .. from limit in Limits()
            from character in (string[])["a", "😀", "\u0301"]
            select new TheoryDataRow<string, int, string>(limit.Data.Item1, limit.Data.Item2, character),
        ];

    [Fact]
    public void The_four_required_members_make_an_event() => Assert.NotNull(Smallest.Parse().Draft);

    [Theory]
    [InlineData("specversion")]
    [InlineData("type")]
    [InlineData("source")]
    [InlineData("time")]
    public void A_required_member_that_is_left_out_is_named(string name) =>
        Assert.Equal($"{name}: is required", Smallest.Without(name).Parse().ValidationError);

    [Theory]
    [InlineData("specversion")]
    [InlineData("type")]
    [InlineData("source")]
    [InlineData("time")]
    public void A_required_member_that_is_null_is_left_out(string name) =>
        Assert.Equal($"{name}: is required", Smallest.With(name, "null").Parse().ValidationError);

    [Theory]
    [InlineData("id")]
    [InlineData("subject")]
    [InlineData("severity")]
    [InlineData("version")]
    [InlineData("datacontenttype")]
    [InlineData("dataschema")]
    [InlineData("data")]
    [InlineData("anextension")]
    public void An_optional_member_that_is_null_is_left_out(string name) =>
        Assert.Equal(Smallest.Parse().Valid.Fingerprint, Smallest.With(name, "null").Parse().Valid.Fingerprint);

    [Theory, MemberData(nameof(LimitsInEachKindOfCharacter))]
    public void A_text_as_long_as_allowed_is_taken(string name, int longest, string character) =>
        Assert.Empty(Smallest.WithText(name, Repeated(character, longest)).Parse().ValidationErrors);

    [Theory, MemberData(nameof(LimitsInEachKindOfCharacter))]
    public void A_text_one_character_longer_is_refused_with_both_lengths(string name, int longest, string character) =>
        Assert.Equal(
            $"{name}: has {longest + 1} characters, at most {longest} are allowed",
            Smallest.WithText(name, Repeated(character, longest + 1)).Parse().ValidationError
        );

    [Theory, MemberData(nameof(Limits))]
    public void A_text_that_is_empty_is_refused(string name, int _) =>
        Assert.Equal($"{name}: must not be empty, leave it out or give it a value", Smallest.With(name, "\"\"").Parse().ValidationError);

    [Theory]
    [InlineData("1", "a number")]
    [InlineData("true", "a Boolean")]
    [InlineData("{}", "an object")]
    [InlineData("[]", "an array")]
    public void A_text_of_another_type_is_refused_with_what_came(string json, string kind) =>
        Assert.Equal($"subject: must be a string, but {kind} came", Smallest.With("subject", json).Parse().ValidationError);

    [Theory]
    [InlineData("\"0.3\"", "specversion: '0.3' is not supported, send \"1.0\"")]
    [InlineData("\"1\"", "specversion: '1' is not supported, send \"1.0\"")]
    [InlineData("1.0", "specversion: must be a string, but a number came")]
    public void Another_version_of_the_specification_is_refused(string json, string fault) =>
        Assert.Equal(fault, Smallest.With("specversion", json).Parse().ValidationError);

    [Theory]
    [InlineData("LOW")]
    [InlineData("MINOR")]
    [InlineData("MAJOR")]
    [InlineData("CRITICAL")]
    public void Each_severity_is_taken(string severity) =>
        Assert.Equal(severity, Smallest.WithText("severity", severity).Parse().Valid.Severity);

    [Theory]
    [InlineData("low")]
    [InlineData("HIGH")]
    [InlineData(" LOW")]
    public void Any_other_severity_is_refused_with_those_there_are(string severity) =>
        Assert.Equal(
            $"severity: '{severity}' is not one of LOW, MINOR, MAJOR, CRITICAL",
            Smallest.WithText("severity", severity).Parse().ValidationError
        );

    [Theory]
    [InlineData("BE")]
    [InlineData("billing-api")]
    [InlineData("https://github.com/acme/shop/actions/runs/1?a=b&c=%20#d")]
    [InlineData("urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66")]
    [InlineData("/relative/path")]
    [InlineData("//host/path")]
    [InlineData("a'b(c)*!$,;=@[]")]
    [InlineData("Zahlungs-Büro/支付😀")]
    public void A_uri_reference_or_a_plain_word_is_a_source(string source) =>
        Assert.Equal(source, Smallest.WithText("source", source).Parse().Valid.Source);

    [Theory]
    [InlineData("two words")]
    [InlineData(" BE")]
    [InlineData("BE\u00a0")]
    [InlineData("a\u3000b")]
    [InlineData("a\u2028b")]
    public void White_space_in_a_source_is_refused(string source) =>
        Assert.Equal(
            $"source: '{source}' holds white space, send a URI reference or a plain word such as BE or billing-api",
            Smallest.WithText("source", source).Parse().ValidationError
        );

    [Theory]
    [InlineData("a\"b")]
    [InlineData("<a>")]
    [InlineData("a\\b")]
    [InlineData("a^b")]
    [InlineData("a`b")]
    [InlineData("{a}")]
    [InlineData("a|b")]
    public void What_no_uri_reference_holds_is_refused_in_a_source(string source) =>
        Assert.StartsWith(
            $"source: '{source}' is no URI reference and no plain word",
            Smallest.WithText("source", source).Parse().ValidationError,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("\\u0000", "holds the control character U+0000")]
    [InlineData("\\n", "holds the control character U+000A")]
    [InlineData("\\u007f", "holds the control character U+007F")]
    [InlineData("\\u009f", "holds the control character U+009F")]
    [InlineData("\\ufdd0", "holds U+FDD0, which is no Unicode character")]
    [InlineData("\\ufdef", "holds U+FDEF, which is no Unicode character")]
    [InlineData("\\ufffe", "holds U+FFFE, which is no Unicode character")]
    [InlineData("\\uffff", "holds U+FFFF, which is no Unicode character")]
    [InlineData("\\ud83f\\udffe", "holds a code point that is no Unicode character")]
    [InlineData("\\udbff\\udfff", "holds a code point that is no Unicode character")]
    public void Control_characters_and_noncharacters_are_refused_in_an_attribute(string escaped, string message) =>
        Assert.Equal($"subject: {message}", Smallest.With("subject", $"\"a{escaped}b\"").Parse().ValidationError);

    [Theory]
    [InlineData("\u00a0")]
    [InlineData("\u200d")]
    [InlineData("\ufdcf")]
    [InlineData("\ufdf0")]
    [InlineData("\ufffd")]
    [InlineData("\ue000")]
    [InlineData("\U0010fffd")]
    public void Characters_next_to_those_are_taken(string character) =>
        Assert.Equal(character, Smallest.WithText("subject", character).Parse().Valid.Subject);

    [Theory]
    [InlineData("1736951400")]
    [InlineData("1.5e9")]
    public void A_time_that_is_a_number_is_refused_with_what_to_send(string json) =>
        Assert.Equal(
            "time: is a number, send NOW or a string such as 2025-01-15T14:30:00Z",
            Smallest.With("time", json).Parse().ValidationError
        );

    [Theory]
    [InlineData("[]", "an array")]
    [InlineData("null", "null")]
    [InlineData("\"text\"", "a string")]
    [InlineData("1", "a number")]
    [InlineData("false", "a Boolean")]
    public void An_event_is_an_object(string json, string kind) =>
        Assert.Equal($"event: must be a JSON object, but {kind} came", ParsedEvent.Of(json).ValidationError);

    [Theory]
    [InlineData("organization", "is set by the server from the key, leave it out")]
    [InlineData("data_base64", "is not accepted, send data as a JSON object")]
    public void Two_names_have_a_reason_of_their_own(string name, string message) =>
        Assert.Equal($"{name}: {message}", Smallest.With(name, "\"x\"").Parse().ValidationError);

    [Theory]
    [InlineData("Type", "type")]
    [InlineData("SPECVERSION", "specversion")]
    [InlineData("dataSchema", "dataschema")]
    public void A_member_in_other_letter_case_is_refused_with_the_one_meant(string name, string meant) =>
        Assert.Equal(
            $"{name}: is not a member of an event, names are in lower case, send {meant}",
            Smallest.With(name, "\"x\"").Parse().ValidationError
        );

    [Theory]
    [InlineData("createdAt")]
    [InlineData("trace-id")]
    [InlineData("trace_id")]
    [InlineData("übung")]
    [InlineData("a٣")]
    [InlineData("")]
    [InlineData("abcdefghijklmnopqrstu")]
    public void A_name_that_no_extension_may_have_is_refused_by_its_name(string name) =>
        Assert.Equal(
            $"{name}: is not a member of an event, extension attributes have 1 to 20 lower-case letters and digits, anything else goes into data",
            Smallest.With(name, "\"x\"").Parse().ValidationError
        );

    [Fact]
    public void A_name_that_is_refused_is_refused_with_null_as_well() =>
        Assert.StartsWith(
            "createdAt: is not a member",
            Smallest.With("createdAt", "null").Parse().ValidationError,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_long_name_is_cut_short_without_splitting_a_character() =>
        Assert.StartsWith(
            $"{new string('X', 39)}…: is not",
            Smallest.With(new string('X', 39) + "😀😀", "1").Parse().ValidationError,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("a", "\"text\"")]
    [InlineData("abcdefghijklmnopqrst", "\"text\"")]
    [InlineData("0", "true")]
    [InlineData("comexample", "false")]
    [InlineData("sampled", "0")]
    [InlineData("sampled", "2147483647")]
    [InlineData("sampled", "-2147483648")]
    public void An_extension_is_a_string_a_boolean_or_an_integer(string name, string json) =>
        Assert.Equal(
            [(name, json)],
            Smallest.With(name, json).Parse().Valid.Extensions.Select(extension => (extension.Name, Utf8(extension.Json)))
        );

    [Theory]
    [InlineData("2147483648")]
    [InlineData("-2147483649")]
    [InlineData("1.0")]
    [InlineData("1.5")]
    [InlineData("1e2")]
    [InlineData("1E2")]
    [InlineData("1e400")]
    public void Any_other_number_is_no_extension(string json) =>
        Assert.StartsWith(
            "sampled: must be a whole number from -2147483648 to 2147483647",
            Smallest.With("sampled", json).Parse().ValidationError,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("{}", "an object")]
    [InlineData("[1]", "an array")]
    public void An_extension_has_no_members(string json, string kind) =>
        Assert.Equal(
            $"sampled: must be a string, a Boolean or a whole number, but {kind} came",
            Smallest.With("sampled", json).Parse().ValidationError
        );

    [Theory]
    [InlineData("\"\"", "must not be empty, leave it out or give it a value")]
    [InlineData("\"a\\tb\"", "holds the control character U+0009")]
    public void The_text_of_an_extension_follows_the_rules_of_attributes(string json, string message) =>
        Assert.Equal($"sampled: {message}", Smallest.With("sampled", json).Parse().ValidationError);

    [Fact]
    public void Twenty_extensions_are_taken() => Assert.Equal(20, WithExtensions(20).Parse().Valid.Extensions.Count);

    [Fact]
    public void Twenty_one_extensions_are_refused() =>
        Assert.Equal("event: has 21 extension attributes, at most 20 are allowed", WithExtensions(21).Parse().ValidationError);

    [Fact]
    public void Extensions_that_are_null_do_not_count() =>
        Assert.Equal(20, WithExtensions(20).With("onemore", "null").Parse().Valid.Extensions.Count);

    [Fact]
    public void Every_valid_event_is_taken() => EventGens.Valid.Sample(sent => Assert.Empty(sent.Parse().ValidationErrors), iter: 1_000);

    [Fact]
    public void Every_member_that_is_wrong_is_named() =>
        EventGens.Spoiled.Sample(
            spoiled =>
            {
                var parsed = spoiled.Event.Parse();

                Assert.Null(parsed.Draft);
                Assert.Empty(spoiled.Wrong.Except(parsed.ValidationErrors.Select(fault => fault.Field.Split('.')[0])));
            },
            iter: 3_000
        );

    [Fact]
    public void No_member_that_is_right_is_named() =>
        EventGens.Spoiled.Sample(
            spoiled =>
            {
                var parsed = spoiled.Event.Parse();

                Assert.Empty(parsed.ValidationErrors.Select(fault => fault.Field.Split('.')[0]).Except(spoiled.Wrong));
            },
            iter: 3_000
        );

    private static string Repeated(string character, int times) => string.Concat(Enumerable.Repeat(character, times));

    private static string Utf8(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    private static SentEvent WithExtensions(int count) =>
        Enumerable.Range(0, count).Aggregate(Smallest, (sent, i) => sent.With($"ext{i}", "1"));
}
