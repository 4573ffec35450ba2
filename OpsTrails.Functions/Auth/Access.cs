using Microsoft.AspNetCore.Authorization;
using OpsTrails.Core.Keys;

namespace OpsTrails.Functions.Auth;

/// <summary>
/// The authorization policies. Every endpoint names one of them, or says <c>AllowAnonymous</c>; a test checks all endpoints.
/// </summary>
internal static class Access
{
    /// <summary>A key of any scope, or a person of any role.</summary>
    public const string Read = "read";

    /// <summary>A key or person allowed to record events.</summary>
    public const string Write = "write";

    /// <summary>A key of scope ADMIN, a person with such a role, or the setup token.</summary>
    public const string ManageKeys = "manage-keys";

    /// <summary>A key of scope ADMIN, or a person with such a role.</summary>
    public const string Administer = "administer";

    /// <summary>A person of any role, or a key of scope ADMIN. <see cref="Team"/> decides what a person may do to another.</summary>
    public const string Team = "team";

    /// <summary>The setup token alone.</summary>
    public const string SetUp = "set-up";

    /// <summary>A person, of any role.</summary>
    public const string SignedIn = "signed-in";

    public static void AddPolicies(AuthorizationOptions options)
    {
        AddScope(options, Read, KeyScope.ReadOnly, acceptsSetupToken: false);
        AddScope(options, Write, KeyScope.ReadWrite, acceptsSetupToken: false);
        AddScope(options, Administer, KeyScope.Admin, acceptsSetupToken: false);
        AddScope(options, ManageKeys, KeyScope.Admin, acceptsSetupToken: true);
        Add(options, Team, caller => caller.PersonId is not null || (caller.KeyId is not null && caller.Scope == KeyScope.Admin));
        Add(options, SetUp, caller => caller.IsSetupToken);
        Add(options, SignedIn, caller => caller.PersonId is not null);
    }

    private static void AddScope(AuthorizationOptions options, string name, KeyScope least, bool acceptsSetupToken) =>
        Add(options, name, caller => caller.IsSetupToken ? acceptsSetupToken : caller.Scope >= least);

    private static void Add(AuthorizationOptions options, string name, Func<Caller, bool> allows) =>
        options.AddPolicy(
            name,
            policy =>
                policy
                    .AddAuthenticationSchemes(ApiKeyAuthentication.Scheme)
                    .RequireAssertion(authorization =>
                        authorization.Resource is HttpContext context && context.Features.Get<Caller>() is { } caller && allows(caller)
                    )
        );
}
