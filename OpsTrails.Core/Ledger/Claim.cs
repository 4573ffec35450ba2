using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Ledger;

/// <summary>The idempotency record of a source and id. The request that creates it decides the event's time and content for good.</summary>
public sealed record Claim
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public string? Subject { get; init; }

    /// <summary>The time of the event.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>Whether the client set that time, instead of <c>NOW</c>.</summary>
    public required bool TimeWasGiven { get; init; }

    /// <summary>The time of recording. Also orders its outbox entry.</summary>
    public required Timestamp CreatedAt { get; init; }

    /// <summary>The event's place among the events recorded at that tick.</summary>
    public required int Place { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>
    /// How an earlier version would have written the fingerprint; null if the same. Only an attempt has it: it isn't stored.
    /// </summary>
    public string? FormerFingerprint { get; init; }

    /// <summary>Random, one for each attempt. Distinguishes an earlier attempt of this request from another request.</summary>
    public required string Nonce { get; init; }

    /// <summary>Set once its event has been deleted. Then this is a tombstone: the same content is not recorded again.</summary>
    public ClaimDeletion? Deleted { get; init; }

    public static Claim For(EventDraft draft, RecordedEvent recorded, string nonce) =>
        new()
        {
            Id = recorded.Id,
            Source = recorded.Source,
            Subject = recorded.Subject,
            Time = recorded.Time,
            TimeWasGiven = draft.Time.Explicit is not null,
            CreatedAt = recorded.CreatedAt,
            Place = recorded.Place,
            Fingerprint = draft.Fingerprint,
            FormerFingerprint = draft.FormerFingerprint,
            Nonce = nonce,
        };

    /// <summary>The order of the event.</summary>
    public EventOrder Order => new(Time, CreatedAt, Place, Hash);

    public string Hash => EventIdentity.Hash(Source, Id);

    /// <summary>Compares with the record that already exists.</summary>
    public ClaimVerdict Against(Claim existing)
    {
        if (existing.Nonce == Nonce)
            return ClaimVerdict.OwnEarlierTry;
        return HasContentOf(existing) ? ClaimVerdict.SameEvent : ClaimVerdict.OtherContent;
    }

    /// <summary>Times are compared only if the client set both. Repeating an event with <c>NOW</c> repeats the same event.</summary>
    public bool HasContentOf(Claim other) =>
        (Fingerprint == other.Fingerprint || FormerFingerprint == other.Fingerprint)
        && (!TimeWasGiven || !other.TimeWasGiven || Time == other.Time);
}

public enum ClaimVerdict
{
    /// <summary>An earlier attempt of this request wrote the record. Continue.</summary>
    OwnEarlierTry,

    /// <summary>The event is already recorded with the same content. Return it.</summary>
    SameEvent,

    /// <summary>The event is already recorded with other content: a conflict.</summary>
    OtherContent,
}
