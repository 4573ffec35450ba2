using System.Globalization;
using ModelContextProtocol.Protocol;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Facets;

namespace OpsTrails.Functions.Mcp;

/// <summary>Lists distinct names, the last seen first.</summary>
internal abstract class ListValues(string plural, string column, string what)
    : AssistantTool(
        new ToolTexts(
            "list_event_" + plural,
            "List event " + plural,
            $"Lists all {what} with the first and last day seen, latest first.",
            "{}",
            """{"type":"object","properties":{"count":{"type":"integer"},"columns":{"type":"string"},"rows":{"type":"array"}}"""
                + ""","required":["count"]}""",
            $$"""list_event_{{plural}} {}"""
        )
    )
{
    private const int LookAlikesShown = 10;

    protected abstract Task<IReadOnlyList<SeenValue>> ReadAsync(OrganizationId organization, CancellationToken cancel);

    protected override async Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel)
    {
        var all = await ReadAsync(call.Caller.Organization, cancel);
        var values = all.Where(value => value.ArchivedAt is null).ToList();
        var table = new CompactTable([column, "first_seen", "last_seen"]);
        foreach (
            var value in values
                .OrderByDescending(value => value.Last)
                .TakeWhile(value => table.TryAdd("", FreeText.Clean(value.Value), Day(value.First), Day(value.Last)))
        ) { }
        var answer = new CompactAnswer().Say("count", values.Count);
        if (table.Count < values.Count)
            answer.Say("more", $"{table.Count} of {values.Count} shown, the latest; find others with search in query_events");
        if (values.Count < all.Count)
            answer.Say("archived_hidden", all.Count - values.Count);
        var alike = LookAlikes.Find(values.OrderByDescending(value => value.Cells).Select(value => value.Value));
        if (column != "type" && alike.Count > 0)
            answer
                .Say("look_alikes_note", "an administrator can merge these in the console, Settings > Names")
                .Recorded("look_alikes", [.. alike.Take(LookAlikesShown).Select(names => string.Join(" = ", names))]);
        return Give(table.Count == 0 ? answer.Say("empty", "nothing has been recorded yet") : answer.Recorded(table));
    }

    private static string Day(Timestamp seen) => seen.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

internal sealed class ListEventTypes(SeenValues seen) : ListValues("types", "type", "event types")
{
    protected override Task<IReadOnlyList<SeenValue>> ReadAsync(OrganizationId organization, CancellationToken cancel) =>
        seen.TypesAsync(organization, cancel);
}

internal sealed class ListEventSources(SeenValues seen) : ListValues("sources", "source", "sources (systems)")
{
    protected override Task<IReadOnlyList<SeenValue>> ReadAsync(OrganizationId organization, CancellationToken cancel) =>
        seen.SourcesAsync(organization, cancel);
}

internal sealed class ListEventSubjects(SeenValues seen) : ListValues("subjects", "subject", "subjects (environments)")
{
    protected override Task<IReadOnlyList<SeenValue>> ReadAsync(OrganizationId organization, CancellationToken cancel) =>
        seen.SubjectsAsync(organization, cancel);
}
