using OpsTrails.Core.Events;

namespace OpsTrails.Core.Ledger;

/// <summary>The first recording of a source and id: whoever holds it decided the event's time and content for good.</summary>
public sealed record Claim
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public string? Subject { get; init; }

    /// <summary>The time the event has, in UTC ticks.</summary>
    public required long Time { get; init; }

    /// <summary>Whether the client named that time, or left it to the clock.</summary>
    public required bool TimeWasGiven { get; init; }

    /// <summary>When it was recorded, in UTC ticks; also the order of its outbox row.</summary>
    public required long CreatedAt { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>Random, one for each attempt: tells our own earlier try from somebody else's.</summary>
    public required string Nonce { get; init; }

    public static Claim For(EventDraft draft, RecordedEvent recorded, string nonce) =>
        new()
        {
            Id = recorded.Id,
            Source = recorded.Source,
            Subject = recorded.Subject,
            Time = recorded.Time,
            TimeWasGiven = draft.Time.ExplicitTicks is not null,
            CreatedAt = recorded.CreatedAt,
            Fingerprint = draft.Fingerprint,
            Nonce = nonce,
        };

    /// <summary>What it means that <paramref name="existing"/> is there already.</summary>
    public ClaimVerdict Against(Claim existing)
    {
        if (existing.Nonce == Nonce)
            return ClaimVerdict.OwnEarlierTry;
        return HasContentOf(existing) ? ClaimVerdict.SameEvent : ClaimVerdict.OtherContent;
    }

    /// <summary>Times count only when both were given: a repeat that says <c>NOW</c> again is the same event.</summary>
    public bool HasContentOf(Claim other) =>
        Fingerprint == other.Fingerprint && (!TimeWasGiven || !other.TimeWasGiven || Time == other.Time);
}

public enum ClaimVerdict
{
    /// <summary>The write was done by an earlier try of the same request: go on.</summary>
    OwnEarlierTry,

    /// <summary>Recorded before with this content: give back the first.</summary>
    SameEvent,

    /// <summary>Recorded before with another content: a conflict.</summary>
    OtherContent,
}
