using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Organizations;

/// <summary><c>/api/v1/context</c>: the business context, which readers and assistants get first.</summary>
internal static class ContextEndpoints
{
    private const string Markdown = "text/markdown";

    // JSON may escape one byte of text with six.
    private const int MaxBytes = 6 * BusinessContext.MaxBytes + 64 * 1024;

    public static void MapContext(this IEndpointRouteBuilder api)
    {
        api.MapGet("/context", GetAsync).RequireAuthorization(Access.Read).Describe(OrganizationOperations.GetContext);
        api.MapPut("/context", PutAsync).RequireAuthorization(Access.Administer).Describe(OrganizationOperations.PutContext);
        api.MapGet("/context/revisions", ListAsync).RequireAuthorization(Access.Read).Describe(OrganizationOperations.ListRevisions);
        api.MapGet("/context/revisions/{revision}", FindAsync)
            .RequireAuthorization(Access.Read)
            .Describe(OrganizationOperations.GetRevision);
    }

    private static async Task GetAsync(HttpContext context, ContextStore contexts) =>
        await WriteAsync(context, await contexts.ReadAsync(Caller.Of(context).Organization, context.RequestAborted));

    private static async Task PutAsync(HttpContext context, ContextStore contexts)
    {
        if (IfMatch.Read(context.Request) is not { } condition)
        {
            await context.WriteErrorAsync(IfMatch.NotUnderstood);
            return;
        }
        var (text, error) = await ReadTextAsync(context.Request);
        if (text is null)
        {
            await context.WriteErrorAsync(error!);
            return;
        }

        var caller = Caller.Of(context);
        var (now, allowed) = await contexts.ReplaceAsync(caller.Organization, text, condition, caller.Name, context.RequestAborted);
        await (
            allowed
                ? WriteAsync(context, now)
                : context.WriteErrorAsync(
                    ApiError.Conflict(
                        $"The context has changed: its revision is now {now.Revision}. Read it again, then send your change "
                            + $"with If-Match: {IfMatch.TagOf(now.Revision)}."
                    )
                )
        );
    }

    private static async Task ListAsync(HttpContext context, ContextStore contexts) =>
        await context.WriteListAsync(
            (await contexts.ListAsync(Caller.Of(context).Organization, context.RequestAborted)).Select(RevisionAnswer.Of),
            OrganizationsJson.Default.ListAnswerRevisionAnswer
        );

    private static async Task FindAsync(HttpContext context, string revision, ContextStore contexts)
    {
        var found = long.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await contexts.FindAsync(Caller.Of(context).Organization, number, context.RequestAborted)
            : null;
        await (
            found is null
                ? context.WriteErrorAsync(
                    ApiError.NotFound($"Unknown revision. Only the last {ContextStore.RevisionsKept} revisions of the context are kept.")
                )
                : WriteAsync(context, found)
        );
    }

    private static async Task<(string? Text, ApiError? Error)> ReadTextAsync(HttpRequest request)
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals(Markdown, StringComparison.OrdinalIgnoreCase)
        )
        {
            return request.HasJsonContentType()
                ? await JsonBody.ReadAsync(request, MaxBytes, BusinessContext.Parse)
                : (
                    null,
                    ApiError.UnsupportedMediaType(
                        $"Unsupported Content-Type. Send {JsonBody.MediaType} or {Markdown}.",
                        $"{JsonBody.MediaType}, {Markdown}"
                    )
                );
        }
        if (!RequestBody.IsUtf8(type))
            return (null, ApiError.UnsupportedMediaType("Send the text in UTF-8.", $"{Markdown}; charset=utf-8"));
        if (await RequestBody.ReadAsync(request, MaxBytes) is not { } body)
            return (null, JsonBody.TooLarge(MaxBytes));
        if (!Utf8.IsValid(body))
            return (null, JsonBody.NotUtf8);
        var text = Encoding.UTF8.GetString(body);
        var errors = new ValidationErrors();
        BusinessContext.Check(text, errors);
        return errors.Any ? (null, ApiError.Validation(errors.ToString())) : (text, null);
    }

    private static Task WriteAsync(HttpContext context, Revised<string> revised)
    {
        context.Response.Headers.ETag = IfMatch.TagOf(revised.Revision);
        return context.WriteDataAsync(ContextAnswer.Of(revised), OrganizationsJson.Default.AnswerContextAnswer);
    }
}
