namespace OpsTrails.Core.Keys;

/// <summary>What a key can do. Each scope includes the ones before it.</summary>
public enum KeyScope
{
    /// <summary>Query, live feed, MCP.</summary>
    ReadOnly,

    /// <summary>Also recording events.</summary>
    ReadWrite,

    /// <summary>Also context, settings and keys.</summary>
    Admin,
}

public static class KeyScopes
{
    public static IReadOnlyList<string> Names { get; } = ["READ_ONLY", "READ_WRITE", "ADMIN"];

    public static string Name(this KeyScope scope) => Names[(int)scope];

    public static bool TryParse(string? name, out KeyScope scope)
    {
        var index = name is null ? -1 : Names.ToList().IndexOf(name);
        scope = (KeyScope)Math.Max(index, 0);
        return index >= 0;
    }
}
