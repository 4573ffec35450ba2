using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Tests.Fixtures;

/// <summary>Generates valid events, from minimal to unusual ones, and invalid values for their members.</summary>
internal static class EventGens
{
    private static readonly Gen<Rune> AnyRune = Gen.Frequency(
            (6, (IGen<int>)Gen.Int[0x20, 0x7E]),
            (2, Gen.Int[0, 0xFFFF]),
            (1, Gen.Int[0x1F300, 0x1FAFF]),
            (1, Gen.Int[0x10000, 0x10FFFF])
        )
        .Where(Rune.IsValid)
        .Select(value => new Rune(value));

    private static readonly Gen<Rune> AttributeRune = AnyRune.Where(rune =>
        Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control && (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is < 0xFDD0 or > 0xFDEF
    );

    private static readonly Gen<Rune> SourceRune = AttributeRune.Where(rune =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
    );

    /// <summary>Any source, as text.</summary>
    public static readonly Gen<string> Source = TextOf(SourceRune, 1, EventRules.SourceLength);

    /// <summary>Any well-formed Unicode text.</summary>
    public static readonly Gen<string> Text = TextOf(AnyRune, 0, 30);

    /// <summary>A JSON string in one of its possible spellings.</summary>
    private static readonly Gen<string> JsonString = Quoted(Text);

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.OneOf(
            "0",
            "-0",
            "1.50",
            "1.0",
            "1.00",
            "1e2",
            "1E+2",
            "0.1e-7",
            "1e400",
            "-1e-400",
            "12345678901234567890",
            "3.14159265358979323846264338327950288",
            "9007199254740993"
        ),
        Gen.Long.Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Select(Gen.Int, Gen.String[Gen.Char["0123456789"], 1, 40], (whole, fraction) => $"{whole}.{fraction}")
    );

    private static readonly Gen<string> Scalar = Gen.OneOf(JsonString, Number, Gen.OneOf("true", "false", "null"));

    private static readonly Gen<string> Space = Gen.Frequency((8, ""), (1, " "), (1, "\r\n\t "));

    private static readonly Gen<string> JsonValue = Gen.Recursive<string>(
        (depth, value) =>
            depth > 4
                ? Scalar
                : Gen.Frequency(
                    (4, (IGen<string>)Scalar),
                    (1, ObjectOf(Text, value)),
                    (1, value.Array[0, 4].Select(Space, (items, space) => $"[{string.Join($"{space},{space}", items)}]"))
                )
    );

    /// <summary>A JSON object with distinct member names that have no rules of their own.</summary>
    public static readonly Gen<string> Data = ObjectOf(Text.Where(name => name is not ("description" or "timezone")), JsonValue);

    private static readonly Gen<string> ExtensionValue = Gen.OneOf(
        Quoted(TextOf(AttributeRune, 0, 60)),
        Gen.OneOf("true", "false"),
        Gen.Int.Select(number => number.ToString(CultureInfo.InvariantCulture))
    );

    private static readonly Gen<(string Name, string Json)[]> Extensions = Gen.Dictionary(
            Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789"], 1, EventRules.ExtensionNameLength]
                .Where(name => !IsMember(name) && name is not ("organization" or "extension")),
            ExtensionValue
        )[0, 5]
        .Select(extensions => extensions.Select(extension => (extension.Key, extension.Value)).ToArray());

    private static readonly Gen<string> Time = Gen.OneOf(
        Gen.OneOf(
            "NOW",
            "now",
            "2025-01-15T14:30:00+02:00",
            "1970-01-01T00:00:00Z",
            "2025-01-16T12:00:00Z",
            "Wed, 15 Jan 2025 14:30:00 +0200"
        ),
        Gen.Long[DateTime.UnixEpoch.Ticks, SentEvent.ReadAt.UtcTicks].Select(ticks => new Timestamp(ticks).ToString())
    );

    private static readonly (string Name, Gen<string> Json)[] Required =
    [
        ("specversion", Gen.Const("\"1.0\"")),
        ("type", NameOf(AttributeOf(EventRules.TypeLength))),
        ("source", NameOf(Quoted(Source))),
        ("time", Quoted(Time)),
    ];

    private static readonly (string Name, Gen<string> Json)[] Optional =
    [
        ("id", AttributeOf(EventRules.IdLength)),
        ("subject", NameOf(AttributeOf(EventRules.SubjectLength))),
        ("severity", Gen.OneOf("LOW", "MINOR", "MAJOR", "CRITICAL").Select(SentEvent.Quoted)),
        ("version", NameOf(AttributeOf(EventRules.VersionLength))),
        ("datacontenttype", AttributeOf(EventRules.DataContentTypeLength)),
        ("dataschema", AttributeOf(EventRules.DataSchemaLength)),
        ("data", Data),
    ];

    /// <summary>Valid events: all required members, some optional ones, nulls and extensions, in any order.</summary>
    public static readonly Gen<SentEvent> Valid = Together([.. Required.Select(One), .. Optional.Select(Some), Extensions])
        .SelectMany(members => Gen.Shuffle(members))
        .Select(members => new SentEvent(members));

    /// <summary>Invalid values for each member, alone and combined with others.</summary>
    public static readonly IReadOnlyDictionary<string, Gen<string>> Wrong = new Dictionary<string, Gen<string>>(StringComparer.Ordinal)
    {
        ["specversion"] = Gen.OneOf("\"0.3\"", "\"1\"", "1.0", "\"\"", "true"),
        ["type"] = WrongText(EventRules.TypeLength),
        ["source"] = Gen.OneOf(
            WrongText(EventRules.SourceLength),
            Gen.OneOf("\"two\\u2028lines\"", "\"two\\u2029paragraphs\"", "\"a\\tb\"")
        ),
        ["time"] = Gen.OneOf(
            WrongText(64),
            Gen.OneOf("1736951400", "\"2025-01-15\"", "\"tomorrow\"", "\"1969-12-31T23:59:59Z\"", "\"2025-01-17T00:00:00Z\"")
        ),
        ["id"] = WrongText(EventRules.IdLength),
        ["subject"] = WrongText(EventRules.SubjectLength, canBeBlank: true),
        ["severity"] = Gen.OneOf("\"low\"", "\"HIGH\"", "3", "\"\"", "[\"LOW\"]"),
        ["version"] = Gen.OneOf(WrongText(EventRules.VersionLength, canBeBlank: true), Gen.Const("1.2")),
        ["datacontenttype"] = WrongText(EventRules.DataContentTypeLength),
        ["dataschema"] = WrongText(EventRules.DataSchemaLength),
        ["data"] = Gen.OneOf("\"text\"", "1", "true", "[]", "[{}]", "{\"a\":{\"b\":[\"\\ud83d\"]}}", "{\"a\":1,\"a\":1}"),
        ["extension"] = Gen.OneOf("1.5", "1e2", "2147483648", "{}", "[]", "\"\\u0001\"", "\"\\udc00\""),
        ["organization"] = Gen.OneOf("\"acme\"", "null", "1"),
        ["data_base64"] = Gen.OneOf("\"AAAA\"", "\"***\"", "\"\"", "\"W10=\"", "\"bnVsbA==\"", "7", "{}", "\"\\ud800\""),
        ["Type"] = Gen.OneOf("\"deployment\"", "null", "\"\\ud800\""),
        ["no member"] = Gen.OneOf("\"x\"", "null", "{}"),
    };

    /// <summary>Valid events with one or more invalid members, and the names of those.</summary>
    public static readonly Gen<(SentEvent Event, IReadOnlyList<string> Wrong)> Spoiled = Valid.SelectMany(valid =>
        Gen.Shuffle(Wrong.Keys.ToArray(), 1, Wrong.Count)
            .SelectMany(names =>
                names
                    .Aggregate(Gen.Const(valid), (before, name) => Gen.Select(before, Wrong[name], (sent, json) => sent.With(name, json)))
                    .Select(sent => (sent, (IReadOnlyList<string>)names))
            )
    );

    private static bool IsMember(string name) => Required.Concat(Optional).Any(member => member.Name == name);

    private static Gen<string> AttributeOf(int maxLength) => Quoted(TextOf(AttributeRune, 1, maxLength));

    private static Gen<string> TextOf(Gen<Rune> rune, int minLength, int maxLength) =>
        rune.Array[minLength, maxLength].Select(string.Concat);

    /// <summary>Written plainly, with every character escaped, or like a common serializer.</summary>
    private static Gen<string> Quoted(Gen<string> text) =>
        Gen.Select(
            text,
            Gen.Int[0, 2],
            (value, way) =>
                way switch
                {
                    0 => $"\"{JsonText.WriterOptions.Encoder!.Encode(value)}\"",
                    1 => $"\"{string.Concat(value.Select(c => $"\\u{(int)c:x4}"))}\"",
                    _ => SentEvent.Quoted(value),
                }
        );

    private static Gen<string> ObjectOf(Gen<string> name, Gen<string> value) =>
        Gen.Select(
            Gen.Dictionary(name, value)[0, 5],
            Space,
            (members, space) =>
            {
                var pairs = members.Select(member => $"{SentEvent.Quoted(member.Key)}{space}:{member.Value}");
                return $"{{{space}{string.Join($"{space},{space}", pairs)}{space}}}";
            }
        );

    /// <summary>A text that is not blank: blank names are absent.</summary>
    private static Gen<string> NameOf(Gen<string> json) =>
        json.Where(text => TextRules.Trim(JsonElement.Parse(text).GetString()!).Length > 0);

    private static Gen<string> WrongText(int maxLength, bool canBeBlank = false) =>
        Gen.OneOf(
            Gen.OneOf(
                "1",
                "true",
                "{}",
                "[]",
                canBeBlank ? "{}" : "\"\"",
                "\"a\\u0000b\"",
                "\"a\\nb\"",
                canBeBlank ? "[]" : "\"\\u0085\"",
                "\"\\ufdd0\"",
                "\"\\uffff\"",
                "\"\\ud83f\\udffe\"",
                "\"\\ud800\"",
                "\"a\\udc00b\""
            ),
            Gen.Int[maxLength + 1, maxLength + 20].Select(length => SentEvent.Quoted(string.Concat(Enumerable.Repeat("😀", length))))
        );

    /// <summary>Absent, null (which means the same) or present.</summary>
    private static Gen<(string Name, string Json)[]> Some((string Name, Gen<string> Json) member) =>
        Gen.Frequency(
            (2, (IGen<(string Name, string Json)[]>)Gen.Const<(string Name, string Json)[]>([])),
            (1, Gen.Const<(string Name, string Json)[]>([(member.Name, "null")])),
            (5, One(member))
        );

    private static Gen<(string Name, string Json)[]> One((string Name, Gen<string> Json) member) =>
        member.Json.Select(json => ((string Name, string Json)[])[(member.Name, json)]);

    private static Gen<(string Name, string Json)[]> Together(IEnumerable<Gen<(string Name, string Json)[]>> members) =>
        members.Aggregate((some, more) => Gen.Select(some, more, (a, b) => ((string Name, string Json)[])[.. a, .. b]));
}
