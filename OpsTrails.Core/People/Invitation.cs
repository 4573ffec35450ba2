using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.People;

/// <summary>Lets one person join an organization.</summary>
public sealed record Invitation
{
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(7);

    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(30);

    public required string Id { get; init; }

    public required OrganizationId Organization { get; init; }

    /// <summary>SHA-256 of the secret in its link.</summary>
    public required string Hash { get; init; }

    public required Role Role { get; init; }

    public string? Note { get; init; }

    public required Timestamp CreatedAt { get; init; }

    /// <summary>The caller that created it, named as in the audit log.</summary>
    public required string CreatedBy { get; init; }

    public required Timestamp ExpiresAt { get; init; }

    /// <summary>The person that joined with it, named as in the audit log.</summary>
    public string? AcceptedBy { get; init; }

    public Timestamp? AcceptedAt { get; init; }

    public Timestamp? RevokedAt { get; init; }

    /// <returns>Why it can no longer be used, or null.</returns>
    public string? WhyOver(DateTimeOffset now) =>
        AcceptedAt is not null ? "This invitation was already used. Ask for a new one."
        : RevokedAt is not null ? "This invitation was revoked. Ask for a new one."
        : Timestamp.From(now) >= ExpiresAt ? "This invitation has expired. Ask for a new one."
        : null;
}
