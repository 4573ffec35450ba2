using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.People;

/// <summary>A wish to come in by the provider: <c>{"invitation":"…","returnTo":"/grid"}</c>, both optional.</summary>
/// <param name="Invitation">The token of an invitation, not read yet; null for none.</param>
/// <param name="ReturnTo">Where to go then: a path on this site.</param>
public sealed record ProviderSignInRequest(string? Invitation, string ReturnTo)
{
    private const int ReturnToLength = 2_000;

    /// <returns>Null exactly when a fault was added.</returns>
    public static ProviderSignInRequest? Parse(JsonElement json, ValidationErrors faults)
    {
        if (TextMembers.Read(json, [], ["invitation", "returnTo"], faults) is not { } texts)
            return null;
        var returnTo = texts.GetValueOrDefault("returnTo", "/");
        if (!IsLocalPath(returnTo))
            faults.Add(
                "returnTo",
                $"must be a path on this site, such as /grid, as a browser's address holds it, of up to {ReturnToLength} characters"
            );
        return faults.Any ? null : new ProviderSignInRequest(texts.GetValueOrDefault("invitation"), returnTo);
    }

    /// <summary>
    /// Browsers take <c>//host</c> and <c>/\host</c> for another site, and drop tabs and line ends before they look; what a header cannot hold does not belong here either.
    /// </summary>
    private static bool IsLocalPath(string path) =>
        path.Length is > 0 and <= ReturnToLength
        && path[0] == '/'
        && !path.StartsWith("//", StringComparison.Ordinal)
        && path.All(c => c is > ' ' and <= '~' and not '\\');
}
