using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using OpsTrails.Core.Input;

namespace OpsTrails.Functions.Http;

/// <summary>The one place where a failure becomes an answer: the envelope, or problem details (RFC 9457) for who asks for them.</summary>
internal static class ErrorAnswers
{
    private const string ProblemJson = "application/problem+json";

    public static Task WriteErrorAsync(this HttpContext context, ApiError error)
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
        var body = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(body, JsonText.WriterOptions))
        {
            if (asProblem)
                WriteProblem(writer, error);
            else
                WriteEnvelope(writer, error);
        }

        response.ContentType = asProblem ? ProblemJson : "application/json; charset=utf-8";
        response.ContentLength = body.WrittenCount;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    private static void WriteEnvelope(Utf8JsonWriter writer, ApiError error)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success", false);
        writer.WriteString("error", error.Message);
        writer.WriteString("code", error.Code);
        writer.WriteEndObject();
    }

    private static void WriteProblem(Utf8JsonWriter writer, ApiError error)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "about:blank");
        writer.WriteString("title", ReasonPhrases.GetReasonPhrase(error.Status));
        writer.WriteNumber("status", error.Status);
        writer.WriteString("detail", error.Message);
        writer.WriteString("code", error.Code);
        writer.WriteEndObject();
    }

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
