using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Tests.Names;

public sealed class OrganizationNamesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly OrganizationNames _names = Read(
        """
        {"aliases":{"subjects":{"PRODUCTION":["prod","Production"]},"sources":{"BE":["backend"]}},
        "groups":{"live":["PRODUCTION","DR"]},
        "archived":{"subjects":{"prod":"2026-11-01T00:00:00Z","OLD":"now"},"sources":{}}}
        """
    );

    [Fact]
    public void An_alias_counts_as_its_canonical_name() =>
        Assert.Equal(
            ("PRODUCTION", "STAGING", null, "BE", "prod"),
            (_names.Subject("prod"), _names.Subject("STAGING"), _names.Subject(null), _names.Source("backend"), _names.Source("prod"))
        );

    [Theory]
    [InlineData("prod", "PRODUCTION prod Production")]
    [InlineData("PRODUCTION", "PRODUCTION prod Production")]
    [InlineData("live", "live PRODUCTION prod Production DR")]
    [InlineData("Live", "Live")]
    public void A_filter_value_stands_for_all_names(string value, string names) =>
        Assert.Equal(names, string.Join(' ', _names.SubjectsOf(value)));

    [Fact]
    public void An_archived_name_comes_back_when_an_event_is_recorded_after()
    {
        var archived = new Timestamp(new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc).Ticks);

        Assert.Equal(archived, _names.SubjectArchivedAt("PRODUCTION", archived));
        Assert.Null(_names.SubjectArchivedAt("PRODUCTION", archived.Next()));
        Assert.Equal(Timestamp.From(Now), _names.SubjectArchivedAt("OLD", Timestamp.MinValue));
        Assert.Null(_names.SourceArchivedAt("OLD", Timestamp.MinValue));
    }

    [Theory]
    [InlineData("prod", "production", true)]
    [InlineData("PRD", "production", true)]
    [InlineData("DR", "live", true)]
    [InlineData("STAGING", "production", false)]
    [InlineData(null, "", true)]
    [InlineData(null, "production", false)]
    [InlineData("prod", "", false)]
    public void Places_are_compared_by_what_names_mean(string? subject, string value, bool isSame) =>
        Assert.Equal(isSame, _names.IsSubject(subject, value));

    public static TheoryData<string, string> Faulty =>
        new()
        {
            { """{"aliases":[]}""", "aliases: must be a JSON object, not an array" },
            { """{"aliases":{"types":{}}}""", "\"aliases.types\": is unknown. Use subjects or sources" },
            { """{"aliases":{"subjects":{"A":"b"}}}""", "aliases.subjects.A: must be an array of names, not a string" },
            { """{"aliases":{"subjects":{"A":[1]}}}""", "aliases.subjects.A[0]: must be a string, not a number" },
            { """{"aliases":{"subjects":{"":["b"]}}}""", "aliases.subjects: has an empty name. Use a name as it is sent in events" },
            {
                """{"aliases":{"subjects":{"A":["B"],"B":["C"]}}}""",
                "aliases.subjects.A: \"B\" has aliases of its own. Name a final name and its aliases only"
            },
            {
                """{"aliases":{"subjects":{"A":["A"]}}}""",
                "aliases.subjects.A: \"A\" has aliases of its own. Name a final name and its aliases only"
            },
            {
                """{"aliases":{"sources":{"A":["C"],"B":["C"]}}}""",
                "aliases.sources.B: \"C\" appears twice. Let it count as one name only"
            },
            { """{"groups":{"g":[]}}""", "groups.g: is empty. Name its environments, or omit it" },
            { """{"groups":{"g":["h"],"h":["A"]}}""", "groups.g: \"h\" is a group too. Name environments only" },
            {
                """{"aliases":{"subjects":{"A":["b"]}},"groups":{"b":["X"]}}""",
                "groups.b: is also the name of an environment in aliases. Choose another name"
            },
            { """{"archived":{"subjects":{"A":true}}}""", "archived.subjects.A: must be a string, not a Boolean. Send NOW or a time" },
            {
                """{"archived":{"subjects":{"A":"2026-12-01T00:00:00Z"}}}""",
                "archived.subjects.A: 2026-12-01T00:00:00.000Z is in the future. Send NOW or an earlier time"
            },
            { """{"display":"x"}""", "display: must be a JSON object, not a string" },
            { """{"display":{"types":{}}}""", "\"display.types\": is unknown. Use subjects or sources" },
            { """{"display":{"sources":{"a":["A"]}}}""", "display.sources.a: must be a string, not an array. Send the label to show" },
            {
                """{"display":{"sources":{"a":" \u200b"}}}""",
                "display.sources.a: is an empty label. Send the text to show, or omit the name"
            },
            { """{"display":{"subjects":{"a":"A\u0007"}}}""", "display.subjects.a: contains the control character U+0007. Remove it" },
            {
                """{"display":{"subjects":{"a":"1234567890123456789012345678901234567890123456789012345678901"}}}""",
                "display.subjects.a: \"1234567890123456789012345678901234567890…\" is too long: 61 characters, at most 60"
            },
            {
                """{"display":{"sources":{"a":"Shop","b":" shop"},"subjects":{"c":"Shop"}}}""",
                "display.sources.b: \"shop\" is the label of \"a\" too. Use another label"
            },
            { """{"display":{"sources":{"":"A"}}}""", "display.sources: has an empty name. Use a name as it is sent in events" },
        };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Every_error_is_named(string json, string errors)
    {
        var found = new ValidationErrors();

        Assert.Null(OrganizationSettings.Parse(JsonElement.Parse(json), found, Now));
        Assert.Equal(errors, string.Join("; ", found.All));
    }

    [Fact]
    public void More_labels_than_allowed_are_refused()
    {
        string Labels(int count) =>
            "{\"display\":{\"sources\":{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"s{i}\":\"Label {i}\"")) + "}}}";
        var errors = new ValidationErrors();

        Assert.Equal(500, Read(Labels(500)).Display.Sources.Count);
        Assert.Null(OrganizationSettings.Parse(JsonElement.Parse(Labels(501)), errors, Now));
        Assert.Equal("display.sources: has 501 entries, at most 500 are allowed", string.Join("; ", errors.All));
    }

    private static OrganizationNames Read(string json)
    {
        var errors = new ValidationErrors();
        var settings = OrganizationSettings.Parse(JsonElement.Parse(json), errors, Now);
        Assert.False(errors.Any, errors.ToString());
        return settings!.Names;
    }
}
