using System.Text.Json.Serialization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Live;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Live;

internal sealed record PollAnswer(
    bool Success,
    IReadOnlyList<StoredEvent> Data,
    string NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<DeletedEventAnswer>? Deleted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Reset
);

/// <summary>What a long poll has found. Clients apply what was deleted before they take the events.</summary>
internal sealed class FoundEntries
{
    private readonly List<RecordedEvent> _events = [];
    private readonly List<DeletedEvent> _deleted = [];
    private bool _isReset;

    /// <summary>The size of the events found.</summary>
    public int Bytes { get; private set; }

    public int Count => _events.Count + _deleted.Count + (_isReset ? 1 : 0);

    public void Add(FeedEntry entry, EventFilter filter)
    {
        if (entry.Event is { } e && filter.Matches(e))
        {
            _events.Add(e);
            Bytes += e.Json.Length;
        }
        _isReset |= entry.ResetAt is not null;
        if (entry.Deleted is not { } deleted || !filter.MayHaveMatched(deleted))
            return;
        _deleted.Add(deleted);

        // An event that was found before its deletion. The same id may be recorded again after it.
        if (_events.RemoveAll(found => found.Id == deleted.Id && found.Source == deleted.Source) > 0)
            Bytes = _events.Sum(found => found.Json.Length);
    }

    public PollAnswer ToAnswer(TypeMeanings? types, FeedCursor next) =>
        new(
            true,
            StoredEvent.ListOf(types is null ? _events : _events.ConvertAll(e => e.WithMeaning(types))),
            next.ToString(),
            _deleted.Count == 0 ? null : [.. _deleted.Select(DeletedEventAnswer.Of)],
            _isReset ? true : null
        );
}
