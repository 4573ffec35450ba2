using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.People;

/// <summary>What stands behind the # of a link: <c>{"token":"…"}</c>.</summary>
public sealed record SignInRequest(string Token)
{
    /// <returns>Null exactly when a fault was added.</returns>
    public static SignInRequest? Parse(JsonElement json, ValidationErrors faults) =>
        TextMembers.Read(json, ["token"], [], faults) is { } texts ? new SignInRequest(texts["token"]) : null;
}
