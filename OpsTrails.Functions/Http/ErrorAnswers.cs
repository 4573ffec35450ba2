using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace OpsTrails.Functions.Http;

/// <summary>Writes errors: in the envelope, or as problem details (RFC 9457) for clients that accept them.</summary>
internal static class ErrorAnswers
{
    private const string ProblemJson = "application/problem+json";

    public static Task WriteErrorAsync(this HttpContext context, ApiError error) =>
        context.WriteErrorAsync(
            error,
            () => JsonAnswers.Serialize(new ErrorAnswer(false, error.Message, error.Code), HttpJson.Default.ErrorAnswer),
            problem => JsonAnswers.Serialize(problem, HttpJson.Default.ProblemDetailsAnswer)
        );

    /// <param name="context">The request to answer.</param>
    /// <param name="error">What the status and the headers are about.</param>
    /// <param name="writeEnvelope">Writes the body.</param>
    /// <param name="writeProblem">Writes the body as problem details.</param>
    public static Task WriteErrorAsync(
        this HttpContext context,
        ApiError error,
        Func<ReadOnlyMemory<byte>> writeEnvelope,
        Func<ProblemDetailsAnswer, ReadOnlyMemory<byte>> writeProblem
    )
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        if (error.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (error.Accept is { } accept)
            response.Headers.Accept = accept;
        if (error.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        response.Headers.CacheControl = "no-store";

        var asProblem = WantsProblem(context.Request);
        var body = asProblem ? writeProblem(ProblemOf(error)) : writeEnvelope();

        response.ContentType = asProblem ? ProblemJson : "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static ProblemDetailsAnswer ProblemOf(ApiError error) =>
        new("about:blank", ReasonPhrases.GetReasonPhrase(error.Status), error.Status, error.Message, error.Code);

    private static bool WantsProblem(HttpRequest request)
    {
        foreach (var accept in request.Headers.Accept)
        {
            if (
                accept is not null
                && accept.Contains(ProblemJson, StringComparison.OrdinalIgnoreCase)
                && MediaTypeHeaderValue.TryParseList([accept], out var types)
                && types.Any(type => type.MediaType.Equals(ProblemJson, StringComparison.OrdinalIgnoreCase) && type.Quality != 0)
            )
                return true;
        }
        return false;
    }
}
