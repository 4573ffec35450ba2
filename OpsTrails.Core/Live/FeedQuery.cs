using System.Globalization;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Live;

/// <summary>A query of the feed.</summary>
public sealed record FeedQuery
{
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private const string HowToBegin = "Send now, begin or a cursor: the feed of a page, or nextCursor from the previous answer";

    // They belong to the timeline, which is ordered by event time instead of by recording.
    private static readonly string[] NotWithAfter = ["from", "to", "timezone", "cursor", "id"];

    public required EventFilter Filter { get; init; }

    public required FeedStart Start { get; init; }

    /// <summary>What to add to each event.</summary>
    public Included Include { get; init; }

    /// <summary>How long a long poll waits for an event.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>The maximum number of events in a long poll.</summary>
    public int Limit { get; init; } = EventQuery.DefaultLimit;

    /// <summary>Parses a long poll: <c>after</c>, <c>wait</c>, <c>limit</c> and the filters.</summary>
    /// <returns>Null if an error was added.</returns>
    public static FeedQuery? ParsePoll(IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters, ValidationErrors errors)
    {
        var (foreign, own) = Split(parameters);
        foreach (var name in foreign)
            errors.Add(name, "can't be combined with after, which follows the order of recording. Omit one of them");
        var given = Parameters.Read(own, ["after", "wait", "limit", IncludeParameter.Name, .. FilterParameters.Names], errors);
        var filter = FilterParameters.Read(given, errors);
        var start = ReadAfter(given, errors);
        var wait = ReadWait(given, errors);
        var limit = EventQuery.ReadLimit(given, errors);
        var include = IncludeParameter.Read(given, Included.Meaning, errors);
        return errors.Any
            ? null
            : new FeedQuery
            {
                Filter = filter,
                Start = start,
                Wait = wait,
                Limit = limit,
                Include = include,
            };
    }

    /// <summary>Parses a stream: <c>after</c> and the filters.</summary>
    /// <param name="parameters">Each name once, with all its values.</param>
    /// <param name="lastEventIds">The values of <c>Last-Event-ID</c>. It overrides <c>after</c>, because a client that reconnects repeats
    /// the URL.</param>
    /// <param name="errors">Receives every error.</param>
    /// <returns>Null if an error was added.</returns>
    public static FeedQuery? ParseStream(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        IReadOnlyList<string> lastEventIds,
        ValidationErrors errors
    )
    {
        var given = Parameters.Read(parameters, ["after", IncludeParameter.Name, .. FilterParameters.Names], errors);
        var filter = FilterParameters.Read(given, errors);
        var include = IncludeParameter.Read(given, Included.Meaning | Included.Cell, errors);
        var start = ReadAfter(given, errors);
        if (lastEventIds.Count > 1)
            errors.Add("Last-Event-ID", ValidationErrors.Repeated(lastEventIds.Count));
        else if (lastEventIds is [{ Length: > 0 } text])
            start = ReadLastEventId(text, errors);
        return errors.Any
            ? null
            : new FeedQuery
            {
                Filter = filter,
                Start = start,
                Include = include,
            };
    }

    private static (IReadOnlyList<string> Foreign, IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Own) Split(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters
    )
    {
        var byKind = parameters.ToLookup(parameter => NotWithAfter.Contains(parameter.Name, StringComparer.Ordinal));
        return ([.. byKind[true].Select(parameter => parameter.Name)], [.. byKind[false]]);
    }

    private static FeedStart ReadAfter(Parameters given, ValidationErrors errors)
    {
        if (given.One("after") is not { } text)
            return FeedStart.Now;
        if (!FeedStart.TryParse(text, out var start))
            errors.Add("after", $"{ValidationErrors.Quote(text)} is not a position in the feed. {HowToBegin}");
        return start;
    }

    private static FeedStart ReadLastEventId(string text, ValidationErrors errors)
    {
        if (!FeedCursor.TryParse(text, out var cursor))
            errors.Add("Last-Event-ID", $"{ValidationErrors.Quote(text)} is invalid. Send the id of the last event, or omit it");
        return FeedStart.After(cursor);
    }

    private static TimeSpan ReadWait(Parameters given, ValidationErrors errors)
    {
        if (given.One("wait") is not { } text)
            return TimeSpan.Zero;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > MaxWait.TotalSeconds)
            errors.Add("wait", $"must be a number of seconds from 0 to {MaxWait.TotalSeconds}, not {ValidationErrors.Quote(text)}");
        return TimeSpan.FromSeconds(seconds);
    }
}
