using System.Security.Cryptography;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.People;

/// <summary>A person that can sign in.</summary>
public sealed record Person
{
    /// <summary>The maximum number of sessions ended one by one. Beyond it, all sessions are ended.</summary>
    public const int MaxEnded = 100;

    public required string Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required string Name { get; init; }

    public required Role Role { get; init; }

    public required Timestamp CreatedAt { get; init; }

    public string? Email { get; init; }

    /// <summary>The identity at the provider. Null for people that use sign-in links.</summary>
    public ProviderIdentity? Identity { get; init; }

    public Timestamp? LastSignInAt { get; init; }

    /// <summary>Incremented when all sessions are ended. Sessions of an earlier epoch are invalid.</summary>
    public long Epoch { get; init; }

    /// <summary>Sessions of this epoch that were ended one by one and whose cookies have not expired.</summary>
    public IReadOnlyList<EndedSession> Ended { get; init; } = [];

    public static string NewId() => "p" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 11);

    /// <summary>Whether a cookie with this session is still valid.</summary>
    public bool Admits(Session session, DateTimeOffset now) =>
        session.Epoch == Epoch && Timestamp.From(now) < session.EndsAt && Ended.All(ended => ended.Id != session.Id);

    public Person WithEnded(Session session, DateTimeOffset now)
    {
        if (!Admits(session, now))
            return this;
        var remembered = Ended
            .Where(ended => Timestamp.From(now) < ended.Until)
            .Append(new EndedSession(session.Id, session.EndsAt))
            .ToList();
        return remembered.Count > MaxEnded ? WithAllEnded() : this with { Ended = remembered };
    }

    /// <summary>Updates the person with the current profile from the provider.</summary>
    public Person SignedInAs(Profile profile, Timestamp now) =>
        this with
        {
            Name = profile.Name,
            Email = profile.Email,
            LastSignInAt = now,
        };

    public Person WithAllEnded() => this with { Epoch = Epoch + 1, Ended = [] };
}

/// <summary>A session that was ended early. Kept until its cookie expires.</summary>
public readonly record struct EndedSession(string Id, Timestamp Until);
