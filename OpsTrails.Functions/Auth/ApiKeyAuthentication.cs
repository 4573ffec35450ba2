using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Keys;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth.Protection;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Auth;

/// <summary>Authenticates by <c>Authorization: Bearer</c> with an API key or the setup token, otherwise by the session cookie.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> scheme,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    KeyStore keys,
    KeyUse use,
    Rates rates,
    Installation installation,
    StoredProtectionKeys protection,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock
) : AuthenticationHandler<AuthenticationSchemeOptions>(scheme, loggers, encoder)
{
    public new const string Scheme = "ApiKey";

    private const string BearerPrefix = "Bearer ";

    private static readonly ApiError NobodySignedIn = ApiError.Unauthorized("Not signed in. Open a sign-in link.");
    private static readonly ApiError SessionIsOver = ApiError.Unauthorized("The session has ended. Sign in again.");
    private static readonly ApiError NotOurPage = ApiError.Forbidden(
        $"Changes by cookie need the header {Antiforgery.Header} with the session's token. "
            + "Read it from /api/v1/session, or reload the page."
    );

    private ApiError _error = ApiError.Unauthorized("No API key. Send Authorization: Bearer <key>.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // ASP.NET Core calls this for every request. Only endpoints that need a caller count against the rate limits.
        var metadata = Context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAuthorizeData>() is not null)
            return await FindCallerAsync();
        if (metadata?.GetMetadata<ShowsMoreToCallers>() is null || Context.Request.Headers.Authorization.Count == 0)
            return AuthenticateResult.NoResult();
        try
        {
            return await FindCallerAsync();
        }
        catch (StorageUnavailableException)
        {
            // An anonymous endpoint answers callers with an invalid key like anyone else.
            return AuthenticateResult.NoResult();
        }
    }

    private async Task<AuthenticateResult> FindCallerAsync()
    {
        var header = Context.Request.Headers.Authorization;
        if (header.Count == 0)
            return await EnterBySessionAsync();
        if (header.Count > 1 || header[0] is not { } value || !value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return Refuse(ApiError.Unauthorized("Invalid Authorization header. Send one line: Bearer <key>."));

        var bearer = value[BearerPrefix.Length..].Trim();
        if (IsSetupToken(bearer))
            return AcceptSetupToken();
        if (!ApiKey.TryParse(bearer, out var key))
            return Refuse(ApiError.Unauthorized("Invalid API key. Check that you copied all of it."));
        return await FindAsync(key);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Context.WriteErrorAsync(_error);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Context.WriteErrorAsync(
            ApiError.Forbidden(
                Caller.Of(Context) switch
                {
                    { IsSetupToken: true } => "The setup token can only manage keys and create sign-in links. Use it to create a key.",
                    { PersonId: not null } => "Your role doesn't allow this.",
                    _ when WantsPerson => "Only signed-in people can do this, not keys.",
                    var caller => $"The scope {caller.Scope.Name()} doesn't allow this.",
                }
            )
        );

    private bool WantsPerson => Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy == Access.SignedIn;

    private async Task<AuthenticateResult> EnterBySessionAsync()
    {
        if (!SessionCookie.IsSent(Context.Request))
            return Refuse(WantsPerson ? NobodySignedIn : _error);
        await protection.ReadAheadAsync(Context.RequestAborted);
        await Context.AuthenticateAsync(SessionCookie.Scheme);
        if (Context.Features.Get<SignedIn>() is not { } signedIn)
            return Refuse(SessionIsOver);
        var (person, session) = (signedIn.Person, signedIn.Session);
        if (rates.TakeForPerson(person.Id, Cost) is { } tooFast)
            return Fail(tooFast.ToError());
        return Antiforgery.Allows(Context.Request, session)
            ? Accept(new Caller(session.Organization, person.Role.Scope(), null, person.Id) { Session = session })
            : Fail(NotOurPage);
    }

    /// <summary>Like a key, also the right one is refused where too many wrong ones came from, unless it was used lately.</summary>
    private AuthenticateResult AcceptSetupToken()
    {
        if (!keys.WorkedLately(Caller.SetupTokenName) && rates.CheckUnknown(Address) is { } tooMany)
            return Fail(tooMany.ToError());
        keys.SetWorked(Caller.SetupTokenName);
        return Accept(new Caller(installation.Organization, KeyScope.Admin, null));
    }

    private async Task<AuthenticateResult> FindAsync(ApiKey key)
    {
        // Once an address has exhausted its budget for unknown keys, reject it without reading storage. Keys accepted recently skip this
        // check.
        var hash = key.Hash;
        if (!keys.WorkedLately(hash) && rates.CheckUnknown(Address) is { } tooMany)
            return Fail(tooMany.ToError());

        var issued = await keys.FindAsync(hash, Context.RequestAborted);
        if (issued is null)
            return Refuse(ApiError.Unauthorized("This API key is unknown or was revoked."));
        if (!issued.IsUsableAt(clock.GetUtcNow()))
            return Refuse(ApiError.Unauthorized("This API key has expired or was revoked."));
        if (rates.TakeForKey(issued.Id, Cost) is { } tooFast)
            return Fail(tooFast.ToError());
        use.Record(issued);
        return Accept(new Caller(issued.Organization, issued.Scope, issued.Id) { KeyHash = hash });
    }

    private int Cost => Context.GetEndpoint()?.Metadata.GetMetadata<RequestCost>()?.Tokens ?? 1;

    private string Address => Rates.AddressOf(Context);

    private bool IsSetupToken(string bearer) =>
        options.Value.SetupToken is { } token
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(bearer)),
            SHA256.HashData(Encoding.UTF8.GetBytes(token))
        );

    private AuthenticateResult Accept(Caller caller)
    {
        Context.Features.Set(caller);
        return AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(), Scheme));
    }

    private AuthenticateResult Refuse(ApiError error) => Fail(rates.TakeForUnknown(Address)?.ToError() ?? error);

    private AuthenticateResult Fail(ApiError error)
    {
        _error = error;
        return AuthenticateResult.Fail(error.Message);
    }
}
