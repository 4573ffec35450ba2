using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;

namespace OpsTrails.Core.People;

/// <summary>What a person may do in an organization; each role includes the ones before it.</summary>
public enum Role
{
    /// <summary>Looks.</summary>
    Viewer,

    /// <summary>That, and records events.</summary>
    Member,

    /// <summary>That, and manages context, settings and keys.</summary>
    Admin,

    /// <summary>That, and is who the organization belongs to.</summary>
    Owner,
}

public static class Roles
{
    public static IReadOnlyList<string> Names { get; } = ["VIEWER", "MEMBER", "ADMIN", "OWNER"];

    public static string Name(this Role role) => Names[(int)role];

    /// <summary>The scope of a key that may do the same.</summary>
    public static KeyScope Scope(this Role role) =>
        role switch
        {
            Role.Viewer => KeyScope.ReadOnly,
            Role.Member => KeyScope.ReadWrite,
            _ => KeyScope.Admin,
        };

    public static bool TryParse(string? name, out Role role)
    {
        var index = name is null ? -1 : Names.ToList().IndexOf(name);
        role = (Role)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Reads the member <c>role</c> of a request.</summary>
    public static Role Read(IReadOnlyDictionary<string, string> texts, ValidationErrors faults)
    {
        if (!TryParse(texts["role"], out var role))
            faults.Add("role", $"{ValidationErrors.Quote(texts["role"])} is not one of {string.Join(", ", Names)}");
        return role;
    }
}
