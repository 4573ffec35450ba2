namespace OpsTrails.Core.Events;

/// <summary>A valid event from a client, with defaults applied, not yet recorded.</summary>
public sealed record EventDraft
{
    /// <summary>Null to let the server assign one.</summary>
    public string? Id { get; init; }

    public required string Type { get; init; }

    public required string Source { get; init; }

    public required RequestedTime Time { get; init; }

    public string? Subject { get; init; }

    public string? Severity { get; init; }

    public string? Version { get; init; }

    public required string DataContentType { get; init; }

    public string? DataSchema { get; init; }

    /// <summary>A JSON object in UTF-8 on one line. Keeps the order of members and the digits of numbers as sent.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>In the order they were sent.</summary>
    public required IReadOnlyList<EventExtension> Extensions { get; init; }

    /// <summary>SHA-256 of everything above except <see cref="Time"/>. See <see cref="EventFingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The fingerprint of earlier versions. Null if it is the same. See <see cref="EventFingerprint.FormerOf"/>.</summary>
    public string? FormerFingerprint { get; init; }
}

/// <summary>
/// A CloudEvents extension attribute. <paramref name="Json"/> is a string, a Boolean or an Integer (CloudEvents 1.0.2 §1.4).
/// </summary>
public readonly record struct EventExtension(string Name, ReadOnlyMemory<byte> Json);
