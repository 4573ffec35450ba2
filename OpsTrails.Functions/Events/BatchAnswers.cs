using System.Globalization;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Events;

/// <summary>
/// Answers a batch. The status says what happened to the batch as a whole, and the body always has the result of each event, in order.
/// </summary>
internal static class BatchAnswers
{
    public static Task WriteBatchAsync(this HttpContext context, IReadOnlyList<BatchItemAnswer> items) =>
        ErrorOf(items) is not { } error
            ? context.WriteDataAsync(items, EventsJson.Default.AnswerIReadOnlyListBatchItemAnswer)
            : context.WriteErrorAsync(
                error,
                () =>
                    JsonAnswers.Serialize(
                        new BatchRefusalAnswer(false, error.Message, error.Code, items),
                        EventsJson.Default.BatchRefusalAnswer
                    ),
                problem =>
                    JsonAnswers.Serialize(
                        new BatchProblemAnswer(problem.Type, problem.Title, problem.Status, problem.Detail, problem.Code, items),
                        EventsJson.Default.BatchProblemAnswer
                    )
            );

    /// <returns>Null when every event is recorded, now or before.</returns>
    private static ApiError? ErrorOf(IReadOnlyList<BatchItemAnswer> items)
    {
        List<BatchItemAnswer> refused = [.. items.Where(item => item.Event is null)];
        if (refused.Count == 0)
            return null;

        var unavailable = refused.Count(item => item.Status == StatusCodes.Status503ServiceUnavailable);
        if (unavailable > 0)
            return ApiError.Unavailable with
            {
                Message =
                    $"Storage is unavailable: {Count(unavailable, items)} may not be recorded. "
                    + "Send the batch again. Events with an id of your own are recorded once.",
            };

        var first = refused[0];
        var message =
            (
                refused.Count < items.Count
                    ? $"{Count(refused.Count, items)} not recorded; data has the result of each."
                    : "No event of the batch was recorded."
            )
            + $" Event {(items.Index().First(item => item.Item == first).Index + 1).ToString(CultureInfo.InvariantCulture)}: {first.Error}";
        var error = refused.All(item => item.Status == StatusCodes.Status409Conflict)
            ? ApiError.Conflict(message)
            : ApiError.Validation(message);
        return refused.Count < items.Count ? error with { Status = StatusCodes.Status207MultiStatus } : error;
    }

    private static string Count(int some, IReadOnlyList<BatchItemAnswer> items) =>
        string.Create(CultureInfo.InvariantCulture, $"{some} of {items.Count} events");
}
