namespace OpsTrails.Functions.People;

/// <summary>Why signing in with the provider failed, as the address of the sign-in page says it.</summary>
internal static class SignInFailures
{
    public const string NotInvited = "not-invited";
    public const string InvitationOver = "invitation-over";

    /// <summary>The provider failed or isn't trusted, or the answer doesn't belong to a sign-in started here.</summary>
    public const string Provider = "provider";

    /// <summary>The person cancelled.</summary>
    public const string Cancelled = "cancelled";
}
