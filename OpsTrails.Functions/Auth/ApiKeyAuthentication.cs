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

/// <summary><c>Authorization: Bearer</c> with an API key or the setup token; without that header, the cookie of a session.</summary>
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

    private static readonly ApiError NobodySignedIn = ApiError.Unauthorized("Nobody is signed in; open a sign-in link.");
    private static readonly ApiError SessionIsOver = ApiError.Unauthorized("The session has ended; sign in again.");
    private static readonly ApiError NotOurPage = ApiError.Forbidden(
        $"A change by cookie needs the header {Antiforgery.Header} with the token of this session; read it from /api/v1/session, or reload the page."
    );

    private ApiError _error = ApiError.Unauthorized("No API key came; send Authorization: Bearer <key>.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // The framework asks for every request; only endpoints that need a caller are to count against the buckets.
        var metadata = Context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAuthorizeData>() is not null)
            return await FindCallerAsync();
        if (metadata?.GetMetadata<TellsCallersMore>() is null || Context.Request.Headers.Authorization.Count == 0)
            return AuthenticateResult.NoResult();
        try
        {
            return await FindCallerAsync();
        }
        catch (StorageUnavailableException)
        {
            // Whoever it is gets what anyone gets.
            return AuthenticateResult.NoResult();
        }
    }

    private async Task<AuthenticateResult> FindCallerAsync()
    {
        var header = Context.Request.Headers.Authorization;
        if (header.Count == 0)
            return await EnterBySessionAsync();
        if (header.Count > 1 || header[0] is not { } value || !value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return Refuse(ApiError.Unauthorized("The Authorization header must be one line: Bearer <key>."));

        var bearer = value[BearerPrefix.Length..].Trim();
        if (IsSetupToken(bearer))
            return Accept(new Caller(installation.Organization, KeyScope.Admin, null));
        if (!ApiKey.TryParse(bearer, out var key))
            return Refuse(ApiError.Unauthorized("This is not a valid API key; check that it was copied whole."));
        return await FindAsync(key);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Context.WriteErrorAsync(_error);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Context.WriteErrorAsync(
            ApiError.Forbidden(
                Caller.Of(Context) switch
                {
                    { IsSetupToken: true } => "The setup token is for managing keys and making sign-in links only; make a key with it.",
                    { PersonId: not null } => "Your role may not do this.",
                    _ when WantsPerson => "This is for people who are signed in; a key may not do it.",
                    var caller => $"A key of scope {caller.Scope.Name()} may not do this.",
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
        if (rates.TakeForPerson(person.Id) is { } tooFast)
            return Fail(tooFast.ToError());
        return Antiforgery.Allows(Context.Request, session)
            ? Accept(new Caller(session.Organization, person.Role.Scope(), null, person.Id) { Session = session })
            : Fail(NotOurPage);
    }

    private async Task<AuthenticateResult> FindAsync(ApiKey key)
    {
        // Who has used up its guesses costs no more reads; keys that worked here lately still do from the same address.
        var hash = key.Hash;
        if (!keys.WorkedLately(hash) && rates.CheckUnknown(Address) is { } tooMany)
            return Fail(tooMany.ToError());

        var issued = await keys.FindAsync(hash, Context.RequestAborted);
        if (issued is null)
            return Refuse(ApiError.Unauthorized("This API key is not known, or was revoked."));
        if (!issued.IsUsableAt(clock.GetUtcNow()))
            return Refuse(ApiError.Unauthorized("This API key has expired or was revoked."));
        if (rates.TakeForKey(issued.Id) is { } tooFast)
            return Fail(tooFast.ToError());
        use.Note(issued);
        return Accept(new Caller(issued.Organization, issued.Scope, issued.Id) { KeyHash = hash });
    }

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
