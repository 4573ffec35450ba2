using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Keys;

/// <summary>A key as stored, without the secret.</summary>
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

    /// <summary><c>setup-token</c>, <c>first-start</c>, or <c>key:</c> or <c>person:</c> and an id.</summary>
    public required string Creator { get; init; }

    public required Timestamp CreatedAt { get; init; }

    public Timestamp? ExpiresAt { get; init; }

    /// <summary>To the hour; null when never used.</summary>
    public Timestamp? LastUsedAt { get; init; }

    public Timestamp? RevokedAt { get; init; }

    /// <summary>The number of tool calls by assistants, updated every minute.</summary>
    public long McpCalls { get; init; }

    public bool IsUsableAt(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || Timestamp.From(now) < end);
}
