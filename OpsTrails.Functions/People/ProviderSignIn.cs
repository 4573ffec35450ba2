using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpsTrails.Core.People;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Auth.Protection;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.OpenApi;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.People;

/// <summary><c>/api/v1/sign-in</c>: which provider there is, and the way to it.</summary>
internal static partial class ProviderSignIn
{
    private const int MaxBytes = 8 * 1024;

    private static readonly ApiError CrossSite = ApiError.Forbidden("Another site may not sign anybody in here; open the console itself.");
    private static readonly ApiError ProviderIsSilent = ApiError.Unavailable with
    {
        Message = "The provider does not answer, so nobody can sign in by it now; try again, or use a sign-in link.",
    };

    /// <summary>For whoever wants what needs a provider while there is none.</summary>
    public static ApiError NoProvider { get; } =
        ApiError.Conflict(
            "No provider is configured to sign in by: set OpsTrails__SignIn__Authority and OpsTrails__SignIn__ClientId (and OpsTrails__SignIn__ClientSecret where the provider gives one), and start the program again."
        );

    public static void MapProviderSignIn(this IEndpointRouteBuilder api)
    {
        api.MapGet("/sign-in", GetAsync).AllowAnonymous().Describe(SignInOperations.Get);
        api.MapPost("/sign-in", BeginAsync).AllowAnonymous().Describe(SignInOperations.Begin);
    }

    private static Task GetAsync(HttpContext context, IOptions<OpsTrailsOptions> options) =>
        context.WriteDataAsync(SignInWaysAnswer.Of(options.Value.SignIn), PeopleJson.Default.AnswerSignInWaysAnswer);

    private static async Task BeginAsync(
        HttpContext context,
        IOptions<OpsTrailsOptions> options,
        StoredProtectionKeys protection,
        Rates rates,
        ILogger<ProviderEvents> logger
    )
    {
        var error =
            rates.TakeForUnknown(Rates.AddressOf(context))?.ToError()
            ?? (Antiforgery.IsCrossSite(context.Request) ? CrossSite : null)
            ?? (options.Value.SignIn.IsConfigured ? null : NoProvider);
        ProviderSignInRequest? request = null;
        if (error is null)
            (request, error) = await JsonBody.ReadAsync(context.Request, MaxBytes, ProviderSignInRequest.Parse);
        InvitationToken? invitation = null;
        if (request?.Invitation is { } text && !InvitationToken.TryParse(text, out invitation))
            error = InvitationEndpoints.NotWhole;
        if (error is not null)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        await protection.ReadAheadAsync(context.RequestAborted);
        try
        {
            await context.ChallengeAsync(
                Provider.Scheme,
                ProviderEvents.Remember(context.Request.PathBase + request!.ReturnTo, invitation)
            );
        }
        catch (Exception e)
            when (e is InvalidOperationException or HttpRequestException or IOException or JsonException or OperationCanceledException
                && !context.RequestAborted.IsCancellationRequested
            )
        {
            Log.ProviderIsSilent(logger, ProviderEvents.ReasonOf(e));
            await context.WriteErrorAsync(ProviderIsSilent);
            return;
        }

        // The handler sends browsers away at once; a page that asks by script is told where to go.
        var location = context.Response.Headers.Location.ToString();
        context.Response.Headers.Location = default;
        await context.WriteDataAsync(new SignInLocationAnswer(location), PeopleJson.Default.AnswerSignInLocationAnswer);
    }

    private static partial class Log
    {
        [LoggerMessage(3306, LogLevel.Warning, "The provider's description of itself cannot be read: {Reason}")]
        public static partial void ProviderIsSilent(ILogger logger, string reason);
    }
}
