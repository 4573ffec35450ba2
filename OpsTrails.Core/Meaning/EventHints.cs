namespace OpsTrails.Core.Meaning;

/// <summary>
/// The words of top-level members of <c>data</c> that bear on an event's meaning. Booleans are kept as the outcome that they state.
/// </summary>
public sealed record EventHints
{
    /// <summary>In UTF-16 units. Longer texts are cut.</summary>
    public const int MaxLength = 64;

    public static EventHints None { get; } = new();

    public string? Phase { get; init; }

    public string? Outcome { get; init; }

    public string? Conclusion { get; init; }

    public string? Result { get; init; }

    public string? Status { get; init; }

    public string? State { get; init; }

    public string? Success { get; init; }

    /// <summary>The member <c>id</c>, a string or a number: events of the same run share it.</summary>
    public string? Run { get; init; }

    public bool IsEmpty => this == None;

    /// <summary>A compact form for storage, which <see cref="Parse"/> reads. Null when empty.</summary>
    public string? Text => IsEmpty ? null : EventHintsText.Write(this);

    public static EventHints Parse(string? text) => text is null ? None : EventHintsText.Parse(text);

    /// <param name="data">The JSON of <c>data</c>. Of duplicate members the last one counts.</param>
    public static EventHints Read(ReadOnlySpan<byte> data) => EventHintsReader.Read(data);

    /// <param name="eventJson">A whole event, whose member <c>data</c> is read.</param>
    public static EventHints OfEvent(ReadOnlySpan<byte> eventJson) => EventHintsReader.ReadEvent(eventJson);
}
