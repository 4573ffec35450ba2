namespace OpsTrails.Core.People;

/// <summary>The people of an organization, and the rules for changing them.</summary>
public sealed record Team(IReadOnlyList<Person> People)
{
    private static readonly TeamRefusal NotFound = new(RefusalKind.NotFound, "There is no person with this id.");
    private static readonly TeamRefusal TooSmall = new(
        RefusalKind.Forbidden,
        "Your role can't do this. Administrators and owners manage people."
    );
    private static readonly TeamRefusal OwnersOnly = new(RefusalKind.Forbidden, "Only owners can make, change or remove owners.");
    private static readonly TeamRefusal LastOwner = new(RefusalKind.Conflict, "You're the only owner. Make someone else an owner first.");

    public Person? Find(string id) => People.FirstOrDefault(person => person.Id == id);

    /// <summary>The role of the caller. A key with scope ADMIN acts as an administrator. Null if the person no longer exists.</summary>
    public Role? RoleOf(string? actor) => actor is null ? Role.Admin : Find(actor)?.Role;

    /// <param name="actor">The person that makes the change, or null for a key.</param>
    /// <param name="id">The person to change.</param>
    /// <param name="role">The new role.</param>
    public TeamDecision ChangeRole(string? actor, string id, Role role)
    {
        var acting = RoleOf(actor);
        if (acting is null or < Role.Admin)
            return new(TooSmall);
        if (Find(id) is not { } person)
            return new(NotFound);
        if (acting != Role.Owner && (person.Role == Role.Owner || role == Role.Owner))
            return new(OwnersOnly);
        if (role < Role.Owner && IsLastOwner(person))
            return new(LastOwner);
        return new(null, person, person.Role == role ? person : person with { Role = role });
    }

    /// <param name="actor">The person that makes the change, or null for a key.</param>
    /// <param name="id">The person to remove. Anyone can remove themselves.</param>
    public TeamDecision Remove(string? actor, string id)
    {
        var acting = RoleOf(actor);
        if (acting is null || (acting < Role.Admin && actor != id))
            return new(TooSmall);
        if (Find(id) is not { } person)
            return new(NotFound);
        if (person.Role == Role.Owner && acting != Role.Owner)
            return new(OwnersOnly);
        return IsLastOwner(person) ? new(LastOwner) : new(null, person);
    }

    /// <returns>Why an invitation can't give this role, or null.</returns>
    public static TeamRefusal? Invite(Role? acting, Role role) =>
        acting switch
        {
            null or < Role.Admin => TooSmall,
            < Role.Owner when role == Role.Owner => OwnersOnly,
            _ => null,
        };

    private bool IsLastOwner(Person person) => person.Role == Role.Owner && People.Count(other => other.Role == Role.Owner) == 1;
}

/// <summary>The decision about a person.</summary>
/// <param name="Refusal">Why nothing changes. There is no person then.</param>
/// <param name="Before">The person before the change.</param>
/// <param name="After">The person after the change. The same object if nothing changes, null if removed.</param>
public sealed record TeamDecision(TeamRefusal? Refusal, Person? Before = null, Person? After = null);

public sealed record TeamRefusal(RefusalKind Kind, string Sentence);

public enum RefusalKind
{
    NotFound,
    Forbidden,
    Conflict,
}
