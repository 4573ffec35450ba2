using System.Text.Json;
using OpsTrails.Core.Events;

namespace OpsTrails.Core.People;

/// <summary>A wish to come in: <c>{"token":"…"}</c>.</summary>
public sealed record SignInRequest(string Token)
{
    /// <returns>Null exactly when a fault was added.</returns>
    public static SignInRequest? Parse(JsonElement json, Faults faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add("body", $"must be a JSON object, but {JsonText.KindOf(json)} came");
            return null;
        }
        if (JsonText.FindFault(json, depth: 4) is { } fault)
        {
            faults.Add(fault.Path, fault.Message);
            return null;
        }

        foreach (var member in json.EnumerateObject().Where(member => member.Name is not "token"))
            faults.Add(Faults.Quote(member.Name), "is not known here, send token");
        if (!json.TryGetProperty("token", out var token))
            faults.Add("token", "is required");
        else if (token.ValueKind != JsonValueKind.String)
            faults.Add("token", $"must be a string, but {JsonText.KindOf(token)} came");
        return faults.Any ? null : new SignInRequest(token.GetString()!);
    }
}
