using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.People;

/// <summary>Requests a sign-in with the provider: <c>{"invitation":"…","returnTo":"/grid"}</c>, both optional.</summary>
/// <param name="Invitation">The token of an invitation, not validated. Null for none.</param>
/// <param name="ReturnTo">The path on this site to open afterwards.</param>
public sealed record ProviderSignInRequest(string? Invitation, string ReturnTo)
{
    private const int ReturnToLength = 2_000;

    /// <returns>Null if an error was added.</returns>
    public static ProviderSignInRequest? Parse(JsonElement json, ValidationErrors errors)
    {
        if (JsonMembers.ReadTexts(json, [], ["invitation", "returnTo"], errors) is not { } texts)
            return null;
        var returnTo = texts.GetValueOrDefault("returnTo", "/");
        if (!IsLocalPath(returnTo))
            errors.Add("returnTo", $"must be a path on this site, such as /grid, of up to {ReturnToLength} ASCII characters");
        return errors.Any ? null : new ProviderSignInRequest(texts.GetValueOrDefault("invitation"), returnTo);
    }

    /// <summary>
    /// Browsers treat <c>//host</c> and <c>/\host</c> as another site, and ignore tabs and line breaks. Characters that a header can't
    /// contain are excluded as well.
    /// </summary>
    private static bool IsLocalPath(string path) =>
        path.Length is > 0 and <= ReturnToLength
        && path[0] == '/'
        && !path.StartsWith("//", StringComparison.Ordinal)
        && path.All(c => c is > ' ' and <= '~' and not '\\');
}
