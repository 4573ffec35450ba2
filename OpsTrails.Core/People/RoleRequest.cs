using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.People;

/// <summary>Requests a role: <c>{"role":"VIEWER"}</c>.</summary>
public sealed record RoleRequest(Role Role)
{
    /// <returns>Null if an error was added.</returns>
    public static RoleRequest? Parse(JsonElement json, ValidationErrors errors)
    {
        if (JsonMembers.ReadTexts(json, ["role"], [], errors) is not { } texts)
            return null;
        var role = Roles.Read(texts, errors);
        return errors.Any ? null : new RoleRequest(role);
    }
}
