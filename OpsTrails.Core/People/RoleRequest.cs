using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.People;

/// <summary>A wish for a role: <c>{"role":"VIEWER"}</c>.</summary>
public sealed record RoleRequest(Role Role)
{
    /// <returns>Null exactly when a fault was added.</returns>
    public static RoleRequest? Parse(JsonElement json, ValidationErrors faults)
    {
        if (TextMembers.Read(json, ["role"], [], faults) is not { } texts)
            return null;
        var role = Roles.Read(texts, faults);
        return faults.Any ? null : new RoleRequest(role);
    }
}
