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

/// <summary><c>/api/v1/sign-in</c>: read which provider is configured, and start to sign in with it.</summary>
internal static partial class ProviderSignIn
{
    private const int MaxBytes = 8 * 1024;

    private static readonly ApiError CrossSite = ApiError.Forbidden("The request came from another site. Open the console to sign in.");
    private static readonly ApiError ProviderIsSilent = ApiError.Unavailable with
    {
        Message = "The provider is unavailable. Try again, or use a sign-in link.",
    };

    /// <summary>For requests that need a provider when none is configured.</summary>
    public static ApiError NoProvider { get; } =
        ApiError.Conflict(
            "No sign-in provider is configured. Set OpsTrails__SignIn__Authority and OpsTrails__SignIn__ClientId "
                + "(and OpsTrails__SignIn__ClientSecret if the provider issued one), then restart the program."
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
            Log.ProviderIsSilent(logger, PlainException.KindsOf(e));
            await context.WriteErrorAsync(ProviderIsSilent);
            return;
        }

        // The handler redirects. A script can't follow a redirect to another site, so the answer holds the address instead.
        var location = context.Response.Headers.Location.ToString();
        context.Response.Headers.Location = default;
        await context.WriteDataAsync(new SignInLocationAnswer(location), PeopleJson.Default.AnswerSignInLocationAnswer);
    }

    private static partial class Log
    {
        [LoggerMessage(3306, LogLevel.Warning, "The provider's metadata cannot be read: {Reason}")]
        public static partial void ProviderIsSilent(ILogger logger, string reason);
    }
}
