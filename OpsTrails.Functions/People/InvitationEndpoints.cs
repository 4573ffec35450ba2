using Microsoft.Extensions.Options;
using OpsTrails.Core.People;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.OpenApi;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.People;

/// <summary><c>/api/v1/invitations</c>: create, list and revoke invitations, and inspect one by its link.</summary>
internal static class InvitationEndpoints
{
    private const int MaxBytes = 16 * 1024;

    /// <summary>For a token that is malformed or matches no invitation.</summary>
    public static ApiError NotWhole { get; } =
        ApiError.NotFound("Unknown invitation. Check that you copied the whole link, or ask for a new one.");

    public static void MapInvitations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/invitations", ListAsync).RequireAuthorization(Access.Administer).Describe(InvitationOperations.List);
        api.MapPost("/invitations", MakeAsync).RequireAuthorization(Access.Administer).Describe(InvitationOperations.Make);
        api.MapDelete("/invitations/{id}", RevokeAsync).RequireAuthorization(Access.Administer).Describe(InvitationOperations.Revoke);
        api.MapPost("/invitations/inspect", InspectAsync).AllowAnonymous().Describe(InvitationOperations.Inspect);
    }

    private static async Task ListAsync(HttpContext context, InvitationStore invitations) =>
        await context.WriteListAsync(
            (await invitations.ListAsync(Caller.Of(context).Organization, context.RequestAborted)).Select(InvitationAnswer.Of),
            PeopleJson.Default.ListAnswerInvitationAnswer
        );

    private static async Task MakeAsync(
        HttpContext context,
        InvitationStore invitations,
        TeamStore team,
        IOptions<OpsTrailsOptions> options,
        TimeProvider clock
    )
    {
        var caller = Caller.Of(context);
        var (request, error) = await JsonBody.ReadAsync(
            context.Request,
            MaxBytes,
            (json, errors) => InvitationRequest.Parse(json, clock.GetUtcNow(), errors)
        );
        if (request is not null && Team.Invite(await team.RoleOfAsync(caller, context.RequestAborted), request.Role) is { } refusal)
            error = PeopleEndpoints.ErrorOf(refusal);
        if (error is null && !options.Value.SignIn.IsConfigured)
            error = ProviderSignIn.NoProvider;
        if (error is not null)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        var (made, token) = await invitations.MakeAsync(caller.Organization, request!, caller.Name, context.RequestAborted);
        var url = InvitationStore.AddressOf(PublicAddress.Of(context.Request), token);
        await context.WriteDataAsync(
            MadeInvitationAnswer.Of(made, url),
            PeopleJson.Default.AnswerMadeInvitationAnswer,
            StatusCodes.Status201Created
        );
    }

    private static async Task RevokeAsync(HttpContext context, string id, InvitationStore invitations)
    {
        var caller = Caller.Of(context);
        var revoked = await invitations.RevokeAsync(caller.Organization, id, caller.Name, context.RequestAborted);
        await (
            revoked switch
            {
                null => context.WriteErrorAsync(ApiError.NotFound("No invitation has this id.")),
                { AcceptedAt: not null } => context.WriteErrorAsync(
                    ApiError.Conflict("This invitation was already accepted. Remove the person who joined with it instead.")
                ),
                _ => context.WriteDataAsync(InvitationAnswer.Of(revoked), PeopleJson.Default.AnswerInvitationAnswer),
            }
        );
    }

    private static async Task InspectAsync(
        HttpContext context,
        InvitationStore invitations,
        SettingsStore settings,
        Rates rates,
        TimeProvider clock
    )
    {
        var error = rates.TakeForUnknown(Rates.AddressOf(context))?.ToError();
        SignInRequest? request = null;
        if (error is null)
            (request, error) = await JsonBody.ReadAsync(context.Request, MaxBytes, SignInRequest.Parse);
        var invitation =
            request is not null && InvitationToken.TryParse(request.Token, out var token)
                ? await invitations.FindAsync(token.Organization, token.Hash, context.RequestAborted)
                : null;
        if (error is null && invitation is null)
            error = NotWhole;
        else if (invitation?.WhyOver(clock.GetUtcNow()) is { } over)
            error = ApiError.NotFound(over);
        if (error is not null)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        var organization = await settings.GetAsync(invitation!.Organization, context.RequestAborted);
        await context.WriteDataAsync(
            InspectedInvitationAnswer.Of(invitation, organization),
            PeopleJson.Default.AnswerInspectedInvitationAnswer
        );
    }
}
