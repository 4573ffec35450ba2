using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.People;

/// <summary>Lets one person join. Times are UTC ticks.</summary>
public sealed record Invitation
{
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(7);

    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(30);

    public required string Id { get; init; }

    public required OrganizationId Organization { get; init; }

    /// <summary>SHA-256 of what its link carries.</summary>
    public required string Hash { get; init; }

    public required Role Role { get; init; }

    public string? Note { get; init; }

    public required long CreatedAt { get; init; }

    /// <summary>How its maker is named.</summary>
    public required string CreatedBy { get; init; }

    public required long ExpiresAt { get; init; }

    /// <summary>How the person is named who joined by it.</summary>
    public string? AcceptedBy { get; init; }

    public long? AcceptedAt { get; init; }

    public long? RevokedAt { get; init; }

    /// <returns>Why it lets nobody in any more; null while it does.</returns>
    public string? WhyOver(DateTimeOffset now) =>
        AcceptedAt is not null ? "This invitation was used already; ask for a new one."
        : RevokedAt is not null ? "This invitation was revoked; ask for a new one."
        : now.UtcTicks >= ExpiresAt ? "This invitation has expired; ask for a new one."
        : null;
}
