using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Keys;

/// <summary>A key as the store knows it; the secret itself is known to its holder alone. Times are UTC ticks.</summary>
public sealed record IssuedKey
{
    public required string Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required string Name { get; init; }

    public required KeyScope Scope { get; init; }

    /// <summary>SHA-256 of the secret.</summary>
    public required string Hash { get; init; }

    /// <summary>The first characters of the key.</summary>
    public required string Displayed { get; init; }

    /// <summary>Who made it: <c>setup-token</c>, <c>first-start</c>, or <c>key:</c> or <c>person:</c> and an id.</summary>
    public required string Creator { get; init; }

    public required long CreatedAt { get; init; }

    public long? ExpiresAt { get; init; }

    /// <summary>To the hour; null when never used.</summary>
    public long? LastUsedAt { get; init; }

    public long? RevokedAt { get; init; }

    /// <summary>How many calls of tools assistants have made with it, to the minute.</summary>
    public long McpCalls { get; init; }

    public bool IsUsableAt(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now.UtcTicks < end);
}
