using System.Text;
using System.Text.Json;
using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Tests.Fixtures;
using OpsTrails.Core.Tests.Input;

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
            { "version", 128 },
            { "datacontenttype", 200 },
            { "dataschema", 500 },
        };

    // A letter, a character of two UTF-16 units and a combining one: each counts as one character.
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
    public void A_text_as_long_as_allowed_is_taken(string name, int maxLength, string character) =>
        Assert.Empty(Smallest.WithText(name, Repeated(character, maxLength)).Parse().ValidationErrors);

    [Theory, MemberData(nameof(LimitsInEachKindOfCharacter))]
    public void A_text_one_character_longer_is_refused_with_both_lengths(string name, int maxLength, string character) =>
        Assert.Equal(
            $"{name}: \"{ValidationErrorsTests.Cut(character)}\" is too long: {maxLength + 1} characters, at most {maxLength}",
            Smallest.WithText(name, Repeated(character, maxLength + 1)).Parse().ValidationError
        );

    [Theory, MemberData(nameof(Limits))]
    public void A_text_that_is_empty_is_refused_or_absent(string name, int _) =>
        Assert.Equal(
            name is "subject" or "version"
                ? []
                : (IEnumerable<string>)[$"{name}: is empty. Send a value{(name is "type" or "source" ? "" : " or omit it")}"],
            Smallest.With(name, "\"\"").Parse().ValidationErrors.Select(error => error.ToString())
        );

    [Theory]
    [InlineData(" PRODUCTION ")]
    [InlineData("PRODUCTION\t\r\n")]
    [InlineData("\ufeffPRODUCTION\u200b")]
    [InlineData("\u00a0\u2003PRODUCTION\u3000\u2060")]
    [InlineData("\u2800PRODUCTION\u3164")]
    public void What_cannot_be_seen_at_the_ends_of_a_name_is_removed(string sent)
    {
        foreach (var name in (string[])["type", "source", "subject", "version"])
            Assert.Equal(
                Smallest.WithText(name, "PRODUCTION").Parse().Valid.Fingerprint,
                Smallest.WithText(name, sent).Parse().Valid.Fingerprint
            );
        Assert.Equal("PRODUCTION", Smallest.WithText("subject", sent).Parse().Valid.Subject);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\t\n")]
    [InlineData("\u200b\ufeff")]
    public void A_blank_name_is_absent(string blank)
    {
        Assert.Equal(
            Smallest.Parse().Valid.Fingerprint,
            Smallest.WithText("subject", blank).WithText("version", blank).Parse().Valid.Fingerprint
        );
        Assert.Equal("type: is empty. Send a value", Smallest.WithText("type", blank).Parse().ValidationError);
        Assert.Equal("source: is empty. Send a value", Smallest.WithText("source", blank).Parse().ValidationError);
    }

    [Theory]
    [InlineData("1", "a number")]
    [InlineData("true", "a Boolean")]
    [InlineData("{}", "an object")]
    [InlineData("[]", "an array")]
    public void A_text_of_another_type_is_refused_with_what_came(string json, string kind) =>
        Assert.Equal($"subject: must be a string, not {kind}", Smallest.With("subject", json).Parse().ValidationError);

    [Theory]
    [InlineData("\"0.3\"", "specversion: \"0.3\" is not supported. Send \"1.0\"")]
    [InlineData("\"1\"", "specversion: \"1\" is not supported. Send \"1.0\"")]
    [InlineData("1.0", "specversion: must be a string, not a number")]
    public void Another_version_of_the_specification_is_refused(string json, string error) =>
        Assert.Equal(error, Smallest.With("specversion", json).Parse().ValidationError);

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
            $"severity: \"{severity}\" is unknown. Use LOW, MINOR, MAJOR or CRITICAL",
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
    [InlineData("Team A/Deploy shop")]
    [InlineData("a\u00a0b\u3000c")]
    [InlineData("<a> \"b\" \\c^`{|} 100% #1 #2")]
    public void Any_text_on_one_line_is_a_source(string source) =>
        Assert.Equal(source, Smallest.WithText("source", source).Parse().Valid.Source);

    [Theory]
    [InlineData("a\u2028b")]
    [InlineData("a\u2029b")]
    public void A_line_break_in_a_source_is_refused(string source) =>
        Assert.Equal($"source: \"{source}\" contains a line break. Remove it", Smallest.WithText("source", source).Parse().ValidationError);

    [Fact]
    public void A_subject_can_be_longer_where_the_settings_allow_it()
    {
        var errors = new ValidationErrors();
        var sent = Smallest.WithText("subject", Repeated("😀", 201)).Json;

        var longest = EventParser.Parse(JsonElement.Parse(sent), SentEvent.ReadAt, errors, subjectLength: 201);
        EventParser.Parse(JsonElement.Parse(sent), SentEvent.ReadAt, errors, subjectLength: 200);

        Assert.Equal(402, longest!.Subject!.Length);
        Assert.EndsWith("is too long: 201 characters, at most 200", Assert.Single(errors.All).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\u0000", "contains the control character U+0000. Remove it")]
    [InlineData("\\n", "contains the control character U+000A. Remove it")]
    [InlineData("\\u007f", "contains the control character U+007F. Remove it")]
    [InlineData("\\u009f", "contains the control character U+009F. Remove it")]
    [InlineData("\\ufdd0", "contains U+FDD0, which is not a Unicode character. Remove it")]
    [InlineData("\\ufdef", "contains U+FDEF, which is not a Unicode character. Remove it")]
    [InlineData("\\ufffe", "contains U+FFFE, which is not a Unicode character. Remove it")]
    [InlineData("\\uffff", "contains U+FFFF, which is not a Unicode character. Remove it")]
    [InlineData("\\ud83f\\udffe", "contains a code point that is not a Unicode character. Remove it")]
    [InlineData("\\udbff\\udfff", "contains a code point that is not a Unicode character. Remove it")]
    public void Control_characters_and_noncharacters_are_refused_in_an_attribute(string escaped, string message) =>
        Assert.Equal($"subject: {message}", Smallest.With("subject", $"\"a{escaped}b\"").Parse().ValidationError);

    [Theory]
    [InlineData("\u00a1")]
    [InlineData("a\u200db")]
    [InlineData("\ufdcf")]
    [InlineData("\ufdf0")]
    [InlineData("\ufffd")]
    [InlineData("\ue000")]
    [InlineData("\U0010fffd")]
    public void Characters_next_to_the_refused_ones_are_accepted(string character) =>
        Assert.Equal(character, Smallest.WithText("subject", character).Parse().Valid.Subject);

    [Theory]
    [InlineData("1736951400")]
    [InlineData("1.5e9")]
    public void A_time_that_is_a_number_is_refused_with_what_to_send(string json) =>
        Assert.Equal(
            "time: must be NOW or a string such as 2025-01-15T14:30:00Z, not a number",
            Smallest.With("time", json).Parse().ValidationError
        );

    [Theory]
    [InlineData("[]", "an array")]
    [InlineData("null", "null")]
    [InlineData("\"text\"", "a string")]
    [InlineData("1", "a number")]
    [InlineData("false", "a Boolean")]
    public void An_event_is_an_object(string json, string kind) =>
        Assert.Equal($"event: must be a JSON object, not {kind}", ParsedEvent.Of(json).ValidationError);

    [Theory]
    [InlineData("organization", "is set by the server from the key. Omit it")]
    [InlineData("opstrailsdemo", "is set by the server. Omit it")]
    public void Reserved_names_have_their_own_messages(string name, string message) =>
        Assert.Equal($"{name}: {message}", Smallest.With(name, "\"x\"").Parse().ValidationError);

    [Theory]
    [InlineData("dev.opstrails.event.deleted", false)]
    [InlineData("dev.opstrails.", false)]
    [InlineData("dev.opstrails", true)]
    [InlineData("dev.opstrailsx", true)]
    [InlineData("Dev.OpsTrails.reset", true)]
    public void Types_of_the_program_itself_are_refused(string type, bool isValid) =>
        Assert.Equal(
            isValid ? "" : $"type: \"{type}\" starts with dev.opstrails., which is reserved. Use another type",
            Smallest.With("type", $"\"{type}\"").Parse().ValidationError
        );

    [Theory]
    [InlineData("Type", "type")]
    [InlineData("SPECVERSION", "specversion")]
    [InlineData("dataSchema", "dataschema")]
    public void A_member_in_the_wrong_letter_case_is_refused_with_the_right_name(string name, string meant) =>
        Assert.Equal($"{name}: is unknown. Use {meant}, in lower case", Smallest.With(name, "\"x\"").Parse().ValidationError);

    [Theory]
    [InlineData("createdAt")]
    [InlineData("trace-id")]
    [InlineData("trace_id")]
    [InlineData("übung")]
    [InlineData("a٣")]
    [InlineData("")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234z")]
    public void A_name_that_no_extension_may_have_is_refused_by_its_name(string name) =>
        Assert.Equal(
            $"{(name.Length > 40 ? name[..40] + "…" : name)}: is unknown. Name extension attributes with 1 to 64 lower-case letters and "
                + "digits, and put anything else into data",
            Smallest.With(name, "\"x\"").Parse().ValidationError
        );

    [Fact]
    public void A_name_that_is_refused_is_refused_with_null_as_well() =>
        Assert.StartsWith("createdAt: is unknown", Smallest.With("createdAt", "null").Parse().ValidationError, StringComparison.Ordinal);

    [Fact]
    public void A_long_name_is_cut_short_without_splitting_a_character() =>
        Assert.StartsWith(
            $"{new string('X', 39)}…: is unknown",
            Smallest.With(new string('X', 39) + "😀😀", "1").Parse().ValidationError,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("a", "\"text\"")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123z", "\"text\"")]
    [InlineData("tracestate", "\"\"")]
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
            $"sampled: must be a string, a Boolean or a whole number, not {kind}",
            Smallest.With("sampled", json).Parse().ValidationError
        );

    [Theory]
    [InlineData("\"a\\tb\"", "contains the control character U+0009. Remove it")]
    public void The_text_of_an_extension_follows_the_rules_of_attributes(string json, string message) =>
        Assert.Equal($"sampled: {message}", Smallest.With("sampled", json).Parse().ValidationError);

    [Fact]
    public void Twenty_extensions_are_taken() => Assert.Equal(20, WithExtensions(20).Parse().Valid.Extensions.Count);

    [Fact]
    public void Twenty_one_extensions_are_refused() =>
        Assert.Equal(
            "event: has 21 extension attributes, at most 20 are allowed. Put the rest into data",
            WithExtensions(21).Parse().ValidationError
        );

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
                Assert.Empty(spoiled.Wrong.Except(parsed.ValidationErrors.Select(error => error.Field.Split('.')[0])));
            },
            iter: 3_000
        );

    [Fact]
    public void No_member_that_is_right_is_named() =>
        EventGens.Spoiled.Sample(
            spoiled =>
            {
                var parsed = spoiled.Event.Parse();

                Assert.Empty(parsed.ValidationErrors.Select(error => error.Field.Split('.')[0]).Except(spoiled.Wrong));
            },
            iter: 3_000
        );

    private static string Repeated(string character, int times) => string.Concat(Enumerable.Repeat(character, times));

    private static string Utf8(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    private static SentEvent WithExtensions(int count) =>
        Enumerable.Range(0, count).Aggregate(Smallest, (sent, i) => sent.With($"ext{i}", "1"));
}
