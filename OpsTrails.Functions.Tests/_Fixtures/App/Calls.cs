namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>A call of each tool as an assistant would make it on the demo month, and what goes wrong with each.</summary>
internal static class Calls
{
    public static IReadOnlyList<(string Tool, string Arguments)> Full { get; } =
    [
        ("get_organization_context", "{}"),
        ("query_events", """{"from":"-30d","limit":100}"""),
        (
            "query_events",
            """
            {"from":"-30d","to":"now","type":"deployment","source":"BE","subject":"BRAND-A-PRODUCTION","severity":"MAJOR",
            "search":"e","limit":5,"timezone":"Europe/Warsaw"}
            """
        ),
        ("query_events", """{"version":"1.98.0","from":"-30d"}"""),
        ("get_event_summary", """{"from":"-30d","to":"now"}"""),
        ("get_event_summary", """{"from":"-2d","to":"now","timezone":"America/New_York"}"""),
        ("what_changed_before", """{"time":"now","window":"7d","limit":50}"""),
        ("what_changed_before", """{"time":"-2d","window":"7d","subject":"BRAND-A-PRODUCTION","source":"BE","timezone":"Europe/Warsaw"}"""),
        ("get_grid", "{}"),
        ("get_grid", """{"at":"-10d","timezone":"Europe/Warsaw","subject":"BRAND-A-PRODUCTION"}"""),
        ("get_grid", """{"source":"BE"}"""),
        ("compare_environments", """{"from_environment":"BRAND-A-STAGING","to_environment":"BRAND-A-PRODUCTION"}"""),
        ("compare_environments", """{"from_environment":"BRAND-A-PRODUCTION@-20d","to_environment":"BRAND-A-PRODUCTION"}"""),
        ("list_event_types", "{}"),
        ("list_event_sources", "{}"),
        ("list_event_subjects", "{}"),
        (
            "record_event",
            """{"type":"deployment","source":"BE","subject":"STAGING","version":"1.0","description":"tried","data":{"n":1.50}"""
                + ""","dry_run":true}"""
        ),
        ("record_event", """{"type":"deployment","source":"BE","id":"by-assistant","time":"2026-01-05T10:00:00Z","severity":"MAJOR"}"""),
        ("record_event", """{"type":"deployment","source":"BE","id":"by-assistant","time":"2026-01-05T10:00:00Z","severity":"MAJOR"}"""),
    ];

    /// <summary>What finds nothing, wherever it is asked.</summary>
    public static IReadOnlyList<(string Tool, string Arguments)> Empty { get; } =
    [
        ("query_events", """{"from":"-30d","subject":"NOWHERE"}"""),
        ("query_events", """{"search":"nobody wrote this"}"""),
        ("query_events", """{"from":"1999-01-01T00:00:00Z","to":"1999-02-01T00:00:00Z"}"""),
        ("get_event_summary", """{"from":"1999-01-01T00:00:00Z","to":"1999-02-01T00:00:00Z"}"""),
        ("get_grid", """{"at":"1999-01-01T00:00:00Z"}"""),
        ("get_grid", """{"subject":"NOWHERE"}"""),
        ("what_changed_before", """{"time":"1999-01-01T00:00:00Z","window":"1h","subject":"NOWHERE"}"""),
    ];

    /// <summary>A wrong call, and what the answer has to name.</summary>
    public static IReadOnlyList<(string Tool, string Arguments, string[] Named)> Wrong { get; } =
    [
        ("query_events", """{"limt":5}""", ["\"limt\"", "Did you mean limit", "timezone"]),
        ("query_events", """{"limit":"five"}""", ["limit", "a whole number", "a string"]),
        ("query_events", """{"limit":1.5}""", ["limit", "a whole number"]),
        ("query_events", """{"limit":0}""", ["limit", "\"0\"", "from 1 to 100"]),
        ("query_events", """{"limit":101}""", ["limit", "\"101\"", "from 1 to 100"]),
        ("query_events", """{"severity":"HIGH"}""", ["severity", "\"HIGH\"", "LOW, MINOR, MAJOR or CRITICAL"]),
        ("query_events", """{"severity":["MAJOR"]}""", ["severity", "a string", "an array"]),
        ("query_events", """{"from":"yesterday"}""", ["from", "\"yesterday\"", "-2h"]),
        ("query_events", """{"from":"2026-01-01T10:00"}""", ["from", "timezone"]),
        ("query_events", """{"from":"-1h","to":"-2h"}""", ["from", "after to"]),
        ("query_events", """{"timezone":"CET+1"}""", ["timezone", "Europe/Warsaw"]),
        ("query_events", """{"cursor":"abc"}""", ["cursor", "next_cursor"]),
        ("get_organization_context", """{"verbose":true}""", ["\"verbose\"", "Send no arguments"]),
        ("get_event_summary", "{}", ["from: is required", "to: is required"]),
        ("get_event_summary", """{"from":"-1d","to":"now","bucket":"hour"}""", ["\"bucket\"", "Use from, to or timezone"]),
        ("get_event", "{}", ["ref: is required"]),
        ("get_event", """{"ref":"ffffffff"}""", ["ref", "\"ffffffff\""]),
        ("get_event", """{"ref":12}""", ["ref", "a string", "a number"]),
        ("what_changed_before", "{}", ["time: is required", "event"]),
        ("what_changed_before", """{"time":"now","window":"5h"}""", ["window", "\"5h\"", "1h, 2h, 4h"]),
        ("what_changed_before", """{"event":"nothing"}""", ["event", "No event"]),
        ("what_changed_before", """{"time":"now","event":"a"}""", ["time", "Send one of them"]),
        ("what_changed_before", """{"time":"now","limit":51}""", ["limit", "from 1 to 50"]),
        ("get_grid", """{"at":"later"}""", ["at", "\"later\""]),
        ("compare_environments", """{"from_environment":"A"}""", ["to_environment: is required"]),
        (
            "compare_environments",
            """{"from_environment":"PRODUCTION","to_environment":"BRAND-A-STAGING"}""",
            ["from_environment", "\"PRODUCTION\"", "BRAND-A-PRODUCTION"]
        ),
        ("list_event_types", """{"limit":5}""", ["\"limit\"", "Send no arguments"]),
        ("list_event_sources", """{"limit":5}""", ["\"limit\"", "Send no arguments"]),
        ("list_event_subjects", """{"limit":5}""", ["\"limit\"", "Send no arguments"]),
        ("record_event", """{"source":"BE"}""", ["type: is required"]),
        ("record_event", """{"type":"t","source":"two\nlines"}""", ["source", "control character"]),
        ("record_event", """{"type":"t","source":"BE","time":"yesterday"}""", ["time", "\"yesterday\""]),
        ("record_event", """{"type":"t","source":"BE","data":{"description":"a"},"description":"b"}""", ["description", "Send it once"]),
        ("record_event", """{"type":"t","source":"BE","dry_run":"yes"}""", ["dry_run", "true or false"]),
        ("record_event", """{"type":"t","source":"BE","specversion":"1.0"}""", ["\"specversion\""]),
    ];
}
