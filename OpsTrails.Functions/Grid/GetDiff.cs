using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Grid;

/// <summary><c>GET /api/v1/diff</c>: the versions in two environments, or in one at two moments, and unusual steps on the way.</summary>
internal static class GetDiff
{
    private const int SubjectsNamed = 20;

    public static async Task HandleAsync(HttpContext context, EnvironmentDiffs diffs, TimeProvider clock)
    {
        var errors = new ValidationErrors();
        var query = DiffQuery.Parse(QueryParameters.Of(context.Request), clock.GetUtcNow(), errors);
        if (query is not null)
            await diffs.CheckGroupsAsync(Caller.Of(context).Organization, query, errors, context.RequestAborted);
        if (query is null || errors.Any)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }

        var result = await diffs.CompareAsync(Caller.Of(context).Organization, query, context.RequestAborted);
        query = result.Query;
        var missing = new[] { ("from", query.From), ("to", query.To) }
            .Where(side => !result.Subjects.Contains(side.Item2.Subject))
            .ToList();
        await (
            missing.Count > 0
                ? context.WriteErrorAsync(
                    ApiError.NotFound(
                        string.Join(" ", missing.Select(side => Describe(side.Item1, side.Item2)).Append(DescribeKnown(result.Subjects)))
                    )
                )
                : context.WriteDataAsync(DiffAnswer.Of(query, result), GridJson.Default.AnswerDiffAnswer)
        );
    }

    private static string Describe(string side, EnvironmentAt missing)
    {
        var known = missing.Subject is null
            ? $"{side}: no event without a subject is recorded"
            : $"{side}: no event has the subject {ValidationErrors.Quote(missing.Subject)}";
        return missing.NoTime is null ? known + "." : $"{known}. What follows its @ is not a time: {missing.NoTime}.";
    }

    private static string DescribeKnown(IReadOnlyList<string?> subjects)
    {
        var named = subjects.OfType<string>().ToList();
        if (named.Count == 0)
            return "No subject is recorded yet.";
        var more = named.Count > SubjectsNamed ? $" and {named.Count - SubjectsNamed} more" : "";
        return $"The subjects are {string.Join(", ", named.Take(SubjectsNamed).Select(ValidationErrors.Quote))}{more}.";
    }
}
