using System.ComponentModel;
using System.Text.Json.Serialization;
using OpsTrails.Core.Live;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Live;

namespace OpsTrails.Functions.Timeline;

internal sealed record EventPageAnswer(
    bool Success,
    IReadOnlyList<StoredEvent> Data,
    [property: Description(
        "Send it as `cursor` with the same parameters to get the next page; null on the last page. "
            + "In a long poll, send it as the next `after`; never null."
    )]
        string? NextCursor
)
{
    [Description(
        "The end of the feed before the first page was read. Send it as `after` to follow the feed without a gap. Not in a long poll."
    )]
    public string Feed { get; init; } = "";

    [Description("Not in a long poll.")]
    public WindowAnswer Window { get; init; } = new(null, null);

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("On the first page without `to`: up to 50 events that lie ahead, nearest first.")]
    public IReadOnlyList<StoredEvent>? Scheduled { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Only in a long poll, when events were deleted that the filters may select. Apply it before `data`.")]
    public IReadOnlyList<DeletedEventAnswer>? Deleted { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Only in a long poll, when many events were removed at once. Read everything again.")]
    public bool? Reset { get; init; }

    public static EventPageAnswer Of(EventPage page) =>
        new(true, StoredEvent.ListOf(page.Events), page.Next?.ToString())
        {
            Feed = new FeedCursor(page.FeedPosition).ToString(),
            Window = WindowAnswer.Of(page.Window),
            Scheduled = page.Scheduled is { } scheduled ? StoredEvent.ListOf(scheduled) : null,
        };
}
