using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Events;

/// <summary>
/// The events of one request, in structured, batched or binary mode (CloudEvents HTTP binding 1.0.2 §3). Each item is valid or holds its
/// own error. A problem with the request as a whole is an error of the request.
/// </summary>
internal sealed record EventRequest(bool IsBatch, IReadOnlyList<EventRequestItem> Items)
{
    public const int MaxBatchEvents = 500;
    public const int MaxBatchBytes = 1024 * 1024;
    public const string Accepted = "application/cloudevents+json, application/cloudevents-batch+json, application/json";

    // Far deeper than an event may be nested, so that one event that is too deep doesn't fail its whole batch.
    private const int ParserDepth = 1_000;

    public static async ValueTask<(EventRequest? Request, EventRequestError? Error)> ReadAsync(
        HttpRequest request,
        LimitOptions limits,
        DateTimeOffset now,
        TypeMeanings types
    )
    {
        if (!TryFindForm(request, out var form, out var unsupported))
            return (null, unsupported);
        var maxEventBytes = limits.EventBytes;
        var limit = form is EventForm.Structured or EventForm.Binary ? maxEventBytes : Math.Max(MaxBatchBytes, maxEventBytes);
        if (await RequestBody.ReadAsync(request, limit) is not { } body)
            return (null, TooLarge(limit));
        if (!Utf8.IsValid(body))
            return (null, EventRequestError.Invalid("body: is not valid UTF-8"));
        if (form == EventForm.Binary && BinaryMode.ToStructured(request, ref body) is { } wrong)
            return (null, wrong);
        return Parse(body, form, maxEventBytes, json => EventRequestItem.Parse(json, now, types, limits.SubjectLength));
    }

    private static (EventRequest?, EventRequestError?) Parse(
        byte[] body,
        EventForm form,
        int maxEventBytes,
        Func<JsonElement, EventRequestItem> parse
    )
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = ParserDepth });
        }
        catch (JsonException e)
        {
            return (
                null,
                EventRequestError.Invalid(
                    body.Length == 0
                        ? "body: is empty, send one CloudEvent as JSON"
                        : $"body: is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})"
                )
            );
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array && form is not EventForm.Batch and not EventForm.Either)
                return (null, EventRequestError.Invalid("body: is an array, send it as application/cloudevents-batch+json"));
            if (root.ValueKind != JsonValueKind.Array && form == EventForm.Batch)
                return (null, EventRequestError.Invalid("body: is not an array, send a batch as an array of events"));
            if (root.ValueKind != JsonValueKind.Array)
            {
                return body.Length > maxEventBytes && form == EventForm.Either
                    ? (null, TooLarge(maxEventBytes))
                    : (new EventRequest(false, [parse(root)]), null);
            }

            if (root.GetArrayLength() > MaxBatchEvents)
                return (
                    null,
                    EventRequestError.TooLarge($"The batch has {root.GetArrayLength()} events. Send at most {MaxBatchEvents} at once.")
                );
            return (new EventRequest(true, [.. root.EnumerateArray().Select(item => ParseItem(item, maxEventBytes, parse))]), null);
        }
    }

    private static EventRequestItem ParseItem(JsonElement item, int maxEventBytes, Func<JsonElement, EventRequestItem> parse) =>
        JsonTextLength(item) > maxEventBytes ? new EventRequestItem(null, TooLarge(maxEventBytes)) : parse(item);

    private static int JsonTextLength(JsonElement item) => JsonMarshal.GetRawUtf8Value(item).Length;

    private static EventRequestError TooLarge(int limit) =>
        EventRequestError.TooLarge(limit >= MaxBatchBytes ? $"The request exceeds {limit} bytes." : $"The event exceeds {limit} bytes.");

    private static bool TryFindForm(HttpRequest request, out EventForm form, out EventRequestError? error)
    {
        form = EventForm.Either;
        error = null;
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            error = EventRequestError.UnsupportedMediaType("Compressed bodies aren't supported. Send the body without Content-Encoding.");
            return false;
        }

        var hasType = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        if (hasType && !RequestBody.IsUtf8(type!))
        {
            error = EventRequestError.UnsupportedMediaType("Unsupported charset. Send JSON in UTF-8.");
            return false;
        }

        var isJson = hasType && JsonMediaType.IsJson(type!.MediaType.Value!);
        if (hasType && Is(type!, "application/cloudevents+json"))
            form = EventForm.Structured;
        else if (hasType && Is(type!, "application/cloudevents-batch+json"))
            form = EventForm.Batch;
        else if (BinaryMode.IsUsedBy(request) && (isJson || HasNoBody(request)))
            form = EventForm.Binary;
        else if (!hasType || !Is(type!, "application/json"))
            error = EventRequestError.UnsupportedMediaType(
                request.ContentType is null
                    ? "No Content-Type. Send application/json."
                    : "Unsupported Content-Type. Send application/json (with curl: -H 'Content-Type: application/json')."
            );
        return error is null;
    }

    private static bool HasNoBody(HttpRequest request) =>
        request.ContentLength == 0 || (request.ContentType is null && request.ContentLength is null);

    private static bool Is(MediaTypeHeaderValue type, string name) => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase);
}

internal enum EventForm
{
    /// <summary>application/json: one event, or an array of them.</summary>
    Either,
    Structured,
    Batch,
    Binary,
}

/// <summary>One event of a request: a draft, or an error.</summary>
internal sealed record EventRequestItem(EventDraft? Draft, EventRequestError? Error)
{
    public static EventRequestItem Parse(JsonElement json, DateTimeOffset now, TypeMeanings types, int subjectLength)
    {
        var errors = new ValidationErrors();
        var draft = EventParser.Parse(json, now, errors, types, subjectLength);
        return new EventRequestItem(draft, draft is null ? EventRequestError.Invalid(errors) : null);
    }
}
