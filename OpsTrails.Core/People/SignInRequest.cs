using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.People;

/// <summary>The token after the # of a sign-in link: <c>{"token":"…"}</c>.</summary>
public sealed record SignInRequest(string Token)
{
    /// <returns>Null if an error was added.</returns>
    public static SignInRequest? Parse(JsonElement json, ValidationErrors errors) =>
        JsonMembers.ReadTexts(json, ["token"], [], errors) is { } texts ? new SignInRequest(texts["token"]) : null;
}
