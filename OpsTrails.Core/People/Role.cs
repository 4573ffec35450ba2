using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;

namespace OpsTrails.Core.People;

/// <summary>What a person can do in an organization. Each role includes the ones before it.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Also records events.</summary>
    Member,

    /// <summary>Also manages context, settings and keys.</summary>
    Admin,

    /// <summary>Also manages owners.</summary>
    Owner,
}

public static class Roles
{
    public static IReadOnlyList<string> Names { get; } = ["VIEWER", "MEMBER", "ADMIN", "OWNER"];

    public static string Name(this Role role) => Names[(int)role];

    /// <summary>The key scope with the same rights.</summary>
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
    public static Role Read(IReadOnlyDictionary<string, string> texts, ValidationErrors errors)
    {
        if (!TryParse(texts["role"], out var role))
            errors.Add("role", ValidationErrors.Unknown(texts["role"], Names));
        return role;
    }
}
