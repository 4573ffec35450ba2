using System.Security.Cryptography;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.People;

/// <summary>Somebody who signs in.</summary>
public sealed record Person
{
    /// <summary>So many sessions that were ended one by one are remembered; past that, all are ended.</summary>
    public const int MaxEnded = 100;

    public required string Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required string Name { get; init; }

    public required Role Role { get; init; }

    public required long CreatedAt { get; init; }

    public string? Email { get; init; }

    /// <summary>Who it is to the provider; null for who comes by sign-in links.</summary>
    public ProviderIdentity? Identity { get; init; }

    public long? LastSignInAt { get; init; }

    /// <summary>Counts how often all sessions were ended; a session of an earlier epoch is over.</summary>
    public long Epoch { get; init; }

    /// <summary>Sessions of this epoch that were ended one by one and whose cookies have not run out yet.</summary>
    public IReadOnlyList<EndedSession> Ended { get; init; } = [];

    public static string NewId() => "p" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 11);

    /// <summary>Whether a cookie that holds this session still lets its bearer in.</summary>
    public bool Admits(Session session, DateTimeOffset now) =>
        session.Epoch == Epoch && now.UtcTicks < session.EndsAt && Ended.All(ended => ended.Id != session.Id);

    public Person WithEnded(Session session, DateTimeOffset now)
    {
        if (!Admits(session, now))
            return this;
        var remembered = Ended.Where(ended => now.UtcTicks < ended.Until).Append(new EndedSession(session.Id, session.EndsAt)).ToList();
        return remembered.Count > MaxEnded ? WithAllEnded() : this with { Ended = remembered };
    }

    /// <summary>The person as the provider knows it now.</summary>
    public Person SignedInAs(Profile profile, long now) => this with { Name = profile.Name, Email = profile.Email, LastSignInAt = now };

    public Person WithAllEnded() => this with { Epoch = Epoch + 1, Ended = [] };
}

/// <summary>A session that was ended by hand, to be remembered until its cookie runs out by itself.</summary>
public readonly record struct EndedSession(string Id, long Until);
