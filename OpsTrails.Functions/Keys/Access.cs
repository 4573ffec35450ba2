using Microsoft.AspNetCore.Authorization;
using OpsTrails.Core.Keys;

namespace OpsTrails.Functions.Keys;

/// <summary>Who may use an endpoint. Every endpoint names one of these, or says <c>AllowAnonymous</c>; a test walks them all.</summary>
internal static class Access
{
    /// <summary>A key of any scope.</summary>
    public const string Read = "read";

    /// <summary>A key that may record events.</summary>
    public const string Write = "write";

    /// <summary>A key of scope ADMIN, or the setup token.</summary>
    public const string ManageKeys = "manage-keys";

    /// <summary>A key of scope ADMIN, and nothing else.</summary>
    public const string Administer = "administer";

    public static void AddPolicies(AuthorizationOptions options)
    {
        AddScope(options, Read, KeyScope.ReadOnly, acceptsSetupToken: false);
        AddScope(options, Write, KeyScope.ReadWrite, acceptsSetupToken: false);
        AddScope(options, Administer, KeyScope.Admin, acceptsSetupToken: false);
        AddScope(options, ManageKeys, KeyScope.Admin, acceptsSetupToken: true);
    }

    private static void AddScope(AuthorizationOptions options, string name, KeyScope least, bool acceptsSetupToken) =>
        options.AddPolicy(name, policy => policy.AddAuthenticationSchemes(ApiKeyAuthentication.Scheme).RequireAssertion(authorization =>
            authorization.Resource is HttpContext context && context.Features.Get<Caller>() is { } caller
            && (caller.KeyId is null ? acceptsSetupToken : caller.Scope >= least)));
}
