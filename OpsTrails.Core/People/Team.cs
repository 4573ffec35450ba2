namespace OpsTrails.Core.People;

/// <summary>The people of an organization at one moment, and what one may do to another.</summary>
public sealed record Team(IReadOnlyList<Person> People)
{
    private static readonly TeamRefusal NotFound = new(RefusalKind.NotFound, "There is no person with this id.");
    private static readonly TeamRefusal TooSmall = new(
        RefusalKind.Forbidden,
        "Your role may not do this; administrators and owners manage people."
    );
    private static readonly TeamRefusal OwnersOnly = new(RefusalKind.Forbidden, "Only owners make, change and remove owners.");
    private static readonly TeamRefusal LastOwner = new(RefusalKind.Conflict, "This is the last owner; make somebody else an owner first.");

    public Person? Find(string id) => People.FirstOrDefault(person => person.Id == id);

    /// <summary>The role in which somebody acts; a key, which is of scope ADMIN, acts like an administrator. Null for a person who is gone.</summary>
    public Role? RoleOf(string? actor) => actor is null ? Role.Admin : Find(actor)?.Role;

    /// <param name="actor">The person who wants it; null for a key.</param>
    /// <param name="id">Whose role.</param>
    /// <param name="role">The role that is wanted.</param>
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

    /// <param name="actor">The person who wants it; null for a key.</param>
    /// <param name="id">Who is to go; anybody may go by themself.</param>
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

    /// <returns>Why the role may not be given by an invitation; null when it may.</returns>
    public static TeamRefusal? Invite(Role? acting, Role role) =>
        acting switch
        {
            null or < Role.Admin => TooSmall,
            < Role.Owner when role == Role.Owner => OwnersOnly,
            _ => null,
        };

    private bool IsLastOwner(Person person) => person.Role == Role.Owner && People.Count(other => other.Role == Role.Owner) == 1;
}

/// <summary>What is to become of a person.</summary>
/// <param name="Refusal">Why nothing is; then there is no person here.</param>
/// <param name="Before">The person as it is.</param>
/// <param name="After">As it is to be, the same object when nothing changes; null when it goes.</param>
public sealed record TeamDecision(TeamRefusal? Refusal, Person? Before = null, Person? After = null);

public sealed record TeamRefusal(RefusalKind Kind, string Sentence);

public enum RefusalKind
{
    NotFound,
    Forbidden,
    Conflict,
}
