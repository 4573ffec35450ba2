using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Incidents;

/// <summary>A freeze, or maintenance: a period that begins and ends.</summary>
public sealed record Freeze
{
    /// <summary>Without an announced end and without an event that ends it.</summary>
    public static readonly TimeSpan DefaultLength = TimeSpan.FromDays(30);

    /// <summary>Freeze or Maintenance.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>The id of the event that began or announced it.</summary>
    public required string Id { get; init; }

    public required string Source { get; init; }

    /// <summary>The environment. Null for all environments.</summary>
    public string? Subject { get; init; }

    public required Timestamp From { get; init; }

    /// <summary>The end, exclusive. Equal to <see cref="From"/> when it was cancelled before it began.</summary>
    public required Timestamp Until { get; init; }

    public string? Description { get; init; }

    /// <summary>The hash of source and id of the event that began it.</summary>
    public string Hash => EventIdentity.Hash(Source, Id);

    public bool IsActiveAt(Timestamp at) => From <= at && at < Until;
}
