using OpsTrails.Core.Input;
using OpsTrails.Core.People;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Auth.Protection;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.OpenApi;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.People.Rows;

namespace OpsTrails.Functions.People;

/// <summary>Sign-in links, and the browser sessions that they start.</summary>
internal static class SessionEndpoints
{
    private const int MaxBytes = 4 * 1024;

    private static readonly ApiError LinkIsOver = ApiError.Unauthorized(
        "This sign-in link was used, has expired or is incomplete. Create a new one with the setup token, "
            + "or restart the program in Development."
    );

    private static readonly ApiError CrossSite = ApiError.Forbidden("The request came from another site. Open the link itself to sign in.");

    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        api.MapPost("/sign-in-links", MakeLinkAsync).RequireAuthorization(Access.SetUp).Describe(SessionOperations.MakeLink);
        api.MapPost("/session", SignInAsync).AllowAnonymous().Describe(SessionOperations.SignIn);
        api.MapGet("/session", GetAsync).RequireAuthorization(Access.SignedIn).Describe(SessionOperations.Get);
        api.MapDelete("/session", SignOutAsync).RequireAuthorization(Access.SignedIn).Describe(SessionOperations.SignOut);
        api.MapDelete("/sessions", SignOutEverywhereAsync)
            .RequireAuthorization(Access.SignedIn)
            .Describe(SessionOperations.SignOutEverywhere);
    }

    private static async Task MakeLinkAsync(HttpContext context, SignInLinks links)
    {
        var caller = Caller.Of(context);
        var (token, expiresAt) = await links.MakeAsync(caller.Organization, caller.Name, context.RequestAborted);
        await context.WriteDataAsync(
            new SignInLinkAnswer(SignInLinks.AddressOf(PublicAddress.Of(context.Request), token), expiresAt.ToString()),
            PeopleJson.Default.AnswerSignInLinkAnswer,
            StatusCodes.Status201Created
        );
    }

    private static async Task SignInAsync(
        HttpContext context,
        SignInLinks links,
        FirstOwner owner,
        StoredProtectionKeys protection,
        SettingsStore settings,
        Rates rates,
        TimeProvider clock
    )
    {
        var error =
            rates.TakeForUnknown(Rates.AddressOf(context))?.ToError() ?? (Antiforgery.IsCrossSite(context.Request) ? CrossSite : null);
        SignInRequest? request = null;
        if (error is null)
            (request, error) = await JsonBody.ReadAsync(context.Request, MaxBytes, SignInRequest.Parse);
        if (request is null)
        {
            await context.WriteErrorAsync(error!);
            return;
        }

        // First make sure that a cookie can be created. Otherwise the link would be used up for nothing.
        await protection.ReadAheadAsync(context.RequestAborted);
        if (
            !SignInToken.TryParse(request.Token, out var token)
            || await links.UseAsync(token, context.RequestAborted) is not { } organization
        )
        {
            await context.WriteErrorAsync(LinkIsOver);
            return;
        }

        var now = clock.GetUtcNow();
        var person = await owner.SignInAsync(organization, context.RequestAborted);
        var session = Session.Begin(person, now);
        await SessionCookie.SignInAsync(context, session, now);
        await WriteAsync(
            context,
            settings,
            new SignedIn(person, session, Timestamp.From(now + Session.IdleTimeout)),
            StatusCodes.Status201Created
        );
    }

    private static Task GetAsync(HttpContext context, SettingsStore settings) =>
        WriteAsync(context, settings, SignedIn.Of(context), StatusCodes.Status200OK);

    private static async Task SignOutAsync(HttpContext context, PeopleStore people)
    {
        await people.EndAsync(SignedIn.Of(context).Session);
        await WriteSignedOutAsync(context, everywhere: false);
    }

    private static async Task SignOutEverywhereAsync(HttpContext context, PeopleStore people)
    {
        await people.EndAllAsync(SignedIn.Of(context).Session);
        await WriteSignedOutAsync(context, everywhere: true);
    }

    private static async Task WriteSignedOutAsync(HttpContext context, bool everywhere)
    {
        await SessionCookie.SignOutAsync(context);
        await context.WriteDataAsync(new SignedOutAnswer(everywhere), PeopleJson.Default.AnswerSignedOutAnswer);
    }

    private static async Task WriteAsync(HttpContext context, SettingsStore settings, SignedIn signedIn, int status)
    {
        var organization = await settings.GetAsync(signedIn.Session.Organization, context.RequestAborted);
        await context.WriteDataAsync(SessionAnswer.Of(signedIn, organization), PeopleJson.Default.AnswerSessionAnswer, status);
    }
}
