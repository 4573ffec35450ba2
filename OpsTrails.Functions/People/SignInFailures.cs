namespace OpsTrails.Functions.People;

/// <summary>Why signing in by the provider came to nothing, as the address of the console's page says it.</summary>
internal static class SignInFailures
{
    public const string NotInvited = "not-invited";
    public const string InvitationOver = "invitation-over";

    /// <summary>The provider failed or is not to be trusted, or what came back is not what was begun here.</summary>
    public const string Provider = "provider";

    /// <summary>The person changed their mind.</summary>
    public const string Cancelled = "cancelled";
}
