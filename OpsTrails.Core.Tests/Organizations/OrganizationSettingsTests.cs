using System.Buffers;
using System.Text;
using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Tests.Organizations;

public sealed class OrganizationSettingsTests
{
    private const string Members =
        "name, ladders, timeZone, businessHours, retentionDays, types, incidents, aliases, groups, archived, display or links";

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"name":null,"ladders":null,"timeZone":null,"businessHours":null,"retentionDays":null,"types":null}""")]
    public void What_is_left_out_has_its_default(string json)
    {
        var settings = Parse(json);

        Assert.Equal(
            """{"name":"","ladders":[],"timeZone":"UTC","businessHours":null,"retentionDays":null,"types":{},"""
                + "\"incidents\":{\"openFor\":\"24h\"},\"aliases\":{\"subjects\":{},\"sources\":{}},\"groups\":{},"
                + "\"archived\":{\"subjects\":{},\"sources\":{}},\"display\":{\"subjects\":{},\"sources\":{}},\"links\":[]}",
            Text(settings)
        );
    }

    [Theory]
    [InlineData(
        """
            {"name":"Łódź 🚀","ladders":[["DEV","STAGING","PRODUCTION"],["EU"]],"timeZone":"Europe/Warsaw",
            "businessHours":{"days":["mon","sun"],"from":"09:00","to":"17:30"},"retentionDays":36500,
            "types":{"go-live":"deployment.finished","wartung":"maintenance"},"incidents":{"openFor":"1h"},
            "aliases":{"subjects":{"PRODUCTION":["prod"]},"sources":{}},"groups":{"live":["EU"]},
            "archived":{"subjects":{},"sources":{"OLD":"2026-11-30T10:00:00.000Z"}},
            "display":{"subjects":{"EU":"Europe 🚀"},"sources":{"//github.com/acme/x":"Checkout"}},
            "links":[{"pattern":"{project}-{number}","url":"https://jira.example.com/browse/{project}-{number}"},
            {"pattern":"{commit}","url":"http://git.example.com:8080/{owner}/{repository}/commit/{commit}",
            "fields":["version","data.a.b"]}]}
            """
    )]
    [InlineData(
        """
            {"name":"","ladders":[],"timeZone":"UTC","businessHours":null,"retentionDays":1,"types":{},
            "incidents":{"openFor":"720h"},"aliases":{"subjects":{},"sources":{}},"groups":{},
            "archived":{"subjects":{},"sources":{}},"display":{"subjects":{},"sources":{}},"links":[]}
            """
    )]
    public void What_is_given_back_is_what_was_sent(string json) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(Text(Parse(json)))));

    [Fact]
    public void Limits_are_within()
    {
        var ladders = string.Join(
            ',',
            Enumerable
                .Range(0, 50)
                .Select(i => $"[{string.Join(',', Enumerable.Range(0, 50).Select(j => $"\"{$"{i}-{j}".PadRight(200, 'x')}\""))}]")
        );

        var settings = Parse($$"""{"name":"{{string.Concat(Enumerable.Repeat("🚀", 100))}}","ladders":[{{ladders}}]}""");

        Assert.Equal(2_500, settings.Ladders.Sum(ladder => ladder.Count));
    }

    public static TheoryData<string, string> Faulty =>
        new()
        {
            { "[]", "body: must be a JSON object, not an array" },
            { "null", "body: must be a JSON object, not null" },
            { """{"Name":"x"}""", $"\"Name\": is unknown. Use {Members}" },
            { """{"revision":1,"name":5}""", $"\"revision\": is unknown. Use {Members}; " + "name: must be a string, not a number" },
            { $$"""{"name":"{{new string('x', 101)}}"}""", $"name: \"{new string('x', 40)}…\" is too long: 101 characters, at most 100" },
            { """{"name":"a\u0000b"}""", "name: contains the control character U+0000. Remove it" },
            { """{"name":"a\ud800b"}""", "name: contains an unpaired surrogate. Send valid Unicode" },
            { """{"ladders":{}}""", "ladders: must be an array, not an object" },
            { """{"ladders":["DEV"]}""", "ladders[0]: must be an array, not a string" },
            { """{"ladders":[[]]}""", "ladders[0]: is empty. Name its stages from first to last, or omit it" },
            {
                """{"ladders":[["DEV",5,""]]}""",
                "ladders[0][1]: must be a string, not a number; ladders[0][2]: must have 1 to 200 characters, like a subject"
            },
            { $$"""{"ladders":[["{{new string('x', 201)}}"]]}""", "ladders[0][0]: must have 1 to 200 characters, like a subject" },
            { """{"ladders":[["a\tb"]]}""", "ladders[0][0]: contains the control character U+0009. Remove it" },
            {
                """{"ladders":[["DEV","PROD"],["EU","PROD"]]}""",
                "ladders[1][1]: \"PROD\" appears twice. Put a subject on one ladder only, once"
            },
            { """{"ladders":[["DEV","DEV"]]}""", "ladders[0][1]: \"DEV\" appears twice. Put a subject on one ladder only, once" },
            {
                $$"""{"ladders":[{{string.Join(',', Enumerable.Range(0, 51).Select(i => $"[\"{i}\"]"))}}]}""",
                "ladders: has 51 entries, at most 50 are allowed"
            },
            {
                $$"""{"ladders":[[{{string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"{i}\""))}}]]}""",
                "ladders[0]: has 51 entries, at most 50 are allowed"
            },
            { """{"timeZone":"warsaw"}""", "timeZone: \"warsaw\" is unknown. Use an IANA name such as Europe/Warsaw" },
            { """{"timeZone":1}""", "timeZone: must be a string, not a number" },
            { """{"businessHours":"9-5"}""", "businessHours: must be a JSON object, not a string" },
            {
                """{"businessHours":{}}""",
                "businessHours.days: is required. Send a list of mon, tue, wed, thu, fri, sat or sun; "
                    + "businessHours.from: is required. Send HH:mm, such as 09:00; businessHours.to: is required. Send HH:mm, such as 09:00"
            },
            {
                """{"businessHours":{"days":["Mon","mon","mon",1],"from":"9:00","to":"24:00"}}""",
                "businessHours.days[0]: \"Mon\" is unknown. Use mon, tue, wed, thu, fri, sat or sun; "
                    + "businessHours.days[2]: \"mon\" appears twice. Send it once; businessHours.days[3]: must be a string, not a number; "
                    + "businessHours.from: \"9:00\" is not a time of day. Send HH:mm, such as 09:00; "
                    + "businessHours.to: \"24:00\" is not a time of day. Send HH:mm, such as 09:00"
            },
            { """{"businessHours":{"days":["mon"],"from":"17:00","to":"17:00"}}""", "businessHours.to: must be after from" },
            {
                """{"businessHours":{"days":["mon"],"from":"09:00","to":"17:00","zone":"UTC"}}""",
                "\"businessHours.zone\": is unknown. Use days, from or to"
            },
            { """{"incidents":24}""", "incidents: must be a JSON object, not a number" },
            { """{"incidents":{"openfor":"1h"}}""", "\"incidents.openfor\": is unknown. Use openFor" },
            { """{"incidents":{"openFor":24}}""", "incidents.openFor: must be a string, not a number" },
            { """{"incidents":{"openFor":"0h"}}""", "incidents.openFor: \"0h\" is not a length of time. Send 1h to 720h, or 1d to 30d" },
            { """{"incidents":{"openFor":"31d"}}""", "incidents.openFor: \"31d\" is not a length of time. Send 1h to 720h, or 1d to 30d" },
            { """{"retentionDays":0}""", "retentionDays: must be a whole number from 1 to 36500, or null to keep everything" },
            { """{"retentionDays":36501}""", "retentionDays: must be a whole number from 1 to 36500, or null to keep everything" },
            { """{"retentionDays":1.5}""", "retentionDays: must be a whole number from 1 to 36500, or null to keep everything" },
            { """{"retentionDays":"90"}""", "retentionDays: must be a whole number from 1 to 36500, or null to keep everything" },
            { """{"links":{}}""", "links: must be an array, not an object" },
            { """{"links":["x"]}""", "links[0]: must be a JSON object, not a string" },
            { $$"""{"links":[{{string.Join(',', Enumerable.Repeat("{}", 21))}}]}""", "links: has 21 entries, at most 20 are allowed" },
            {
                """{"links":[{"match":"x"}]}""",
                "\"links[0].match\": is unknown. Use pattern, url or fields; "
                    + "links[0].pattern: is required. Send text with placeholders, such as {project}-{number}; "
                    + "links[0].url: is required. Send an address with placeholders, such as "
                    + "https://jira.example.com/browse/{project}-{number}"
            },
            {
                """{"links":[{"pattern":"ABC","url":"https://x/"},{"pattern":5,"url":""}]}""",
                "links[0].pattern: has no placeholder. Add one of {number}, {project}, {commit} or {word}; "
                    + "links[1].pattern: must be a string, not a number; links[1].url: is empty. Send an address with placeholders, "
                    + "such as https://jira.example.com/browse/{project}-{number}"
            },
            {
                """{"links":[{"pattern":"([A-Z]+)-{digits}","url":"https://x/{digits}"}]}""",
                "links[0].pattern: \"{digits}\" is unknown. Use {number}, {project}, {commit} or {word}; "
                    + "links[0].url: \"{digits}\" is unknown. Use {owner} or {repository}"
            },
            {
                """{"links":[{"pattern":"{number}{word}","url":"https://x/{number}"},"""
                    + """{"pattern":"{number}-{number}","url":"https://x/"}]}""",
                "links[0].pattern: \"{number}{word}\" doesn't say where the placeholder ends. Follow it by a character other than a "
                    + "letter, a digit or an underscore, or end the pattern there; links[1].pattern: {number} appears twice. Send it once"
            },
            {
                """{"links":[{"pattern":"{number","url":"https://x/{number"},"""
                    + """{"pattern":"#{number}","url":"javascript:alert({number})"}]}""",
                "links[0].pattern: has a brace that belongs to no placeholder. Write {number}, for example; links[0].url: has a brace that "
                    + "belongs to no placeholder. Write {number}, for example, and %7B for a brace itself; "
                    + "links[1].url: \"javascript:alert({number})\" is not a web address. Send one that begins with https:// or http://"
            },
            {
                """{"links":[{"pattern":"#{number}","url":"https://{number}.x/"},{"pattern":"#{number}","url":"https://a{number}"}]}""",
                "links[0].url: has a placeholder in its host. Use placeholders after the host only; "
                    + "links[1].url: has a placeholder in its host. Use placeholders after the host only"
            },
            {
                """{"links":[{"pattern":"#{number}","url":"https://me:pw@x/{word}"}]}""",
                "links[0].url: contains a user name. Remove it; links[0].url: \"{word}\" is unknown. Use {number}, {owner} or {repository}"
            },
            {
                """{"links":[{"pattern":"#{number}","url":"https://x/{number}","fields":["data","type",5,"data.a."]}]}""",
                "links[0].fields[0]: \"data\" is no field. Use version, source, subject, or a member of data such as data.ticket; "
                    + "links[0].fields[1]: \"type\" is no field. Use version, source, subject, or a member of data such as data.ticket; "
                    + "links[0].fields[2]: must be a string, not a number; "
                    + "links[0].fields[3]: \"data.a.\" is no field. Use version, source, subject, or a member of data such as data.ticket"
            },
            {
                """{"links":[{"pattern":"#{number}","url":"https://x/{number}","fields":[]}]}""",
                "links[0].fields: is empty. Name fields such as data.ticket, or omit it to look at the version and all of data"
            },
            { """{"name":"a","name":"b"}""", "name: appears twice. Send it once" },
        };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Every_error_is_named(string json, string errors)
    {
        var found = new ValidationErrors();

        Assert.Null(OrganizationSettings.Parse(JsonElement.Parse(json), found));
        Assert.Equal(errors, string.Join("; ", found.All));
    }

    [Fact]
    public void Business_hours_hold_their_first_minute_and_not_their_last()
    {
        var hours = Parse("""{"businessHours":{"days":["mon","fri"],"from":"09:00","to":"17:00"}}""").BusinessHours!;

        Assert.False(hours.Contain(new DateTime(2026, 6, 1, 8, 59, 59)));
        Assert.True(hours.Contain(new DateTime(2026, 6, 1, 9, 0, 0)));
        Assert.True(hours.Contain(new DateTime(2026, 6, 5, 16, 59, 59)));
        Assert.False(hours.Contain(new DateTime(2026, 6, 1, 17, 0, 0)));
        Assert.False(hours.Contain(new DateTime(2026, 6, 2, 12, 0, 0)));
    }

    private static OrganizationSettings Parse(string json)
    {
        var errors = new ValidationErrors();
        var settings = OrganizationSettings.Parse(JsonElement.Parse(json), errors);
        Assert.Equal("", errors.ToString());
        return settings!;
    }

    private static string Text(OrganizationSettings settings)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
            settings.Write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
