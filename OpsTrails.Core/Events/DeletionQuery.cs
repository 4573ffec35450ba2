using OpsTrails.Core.Input;

namespace OpsTrails.Core.Events;

/// <summary>Which event to delete, and why.</summary>
public sealed record DeletionQuery(string Id, string? Source, string Reason)
{
    public const int ReasonLength = 500;

    /// <param name="pathId">The id in the path. Null where it is a parameter.</param>
    /// <param name="parameters">The query parameters.</param>
    /// <param name="errors">Receives what is wrong.</param>
    /// <returns>Null exactly when an error was added.</returns>
    public static DeletionQuery? Parse(
        string? pathId,
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        ValidationErrors errors
    )
    {
        var given = Parameters.Read(parameters, pathId is null ? ["id", "source", "reason"] : ["source", "reason"], errors);
        var id = pathId ?? given.One("id");
        if (string.IsNullOrEmpty(id) && !errors.All.Any(error => error.Field == "id"))
            errors.Add("id", "is required. Send the id of the event");
        var reason = given.One("reason")?.Trim();
        if (string.IsNullOrEmpty(reason))
        {
            if (!errors.All.Any(error => error.Field == "reason"))
                errors.Add("reason", $"is required. Say why the event is deleted, in 1 to {ReasonLength} characters");
        }
        else if (TextRules.LengthOf(reason) > ReasonLength)
        {
            errors.Add("reason", ValidationErrors.TooLong(reason, ReasonLength));
        }
        return errors.Any ? null : new DeletionQuery(id!, given.One("source"), reason!);
    }
}
