using System.Globalization;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Live;

/// <summary>What a reader asks of the feed, from the parameters of a request.</summary>
public sealed record FeedQuery
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private const string HowToBegin = "send now, begin, or a cursor such as the feed of a page or the nextCursor of the answer before";

    // They belong to the timeline, which is ordered by event time and not by when events were recorded.
    private static readonly string[] NotWithAfter = ["from", "to", "timezone", "cursor", "id"];

    public required EventFilter Filter { get; init; }

    public required FeedStart Start { get; init; }

    /// <summary>How long a long poll may wait for an event.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>How many events a long poll may give.</summary>
    public int Limit { get; init; } = EventQuery.DefaultLimit;

    /// <summary>Reads a question whose answer waits: <c>after</c>, <c>wait</c>, <c>limit</c> and the filters.</summary>
    /// <returns>Null exactly when a fault was added.</returns>
    public static FeedQuery? ParsePoll(IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters, ValidationErrors faults)
    {
        var (foreign, own) = Split(parameters);
        foreach (var name in foreign)
            faults.Add(name, "does not go with after, which follows the order recorded, leave one of them out");
        var given = Parameters.Read(own, ["after", "wait", "limit", .. FilterParameters.Names], faults);
        var filter = FilterParameters.Read(given, faults);
        var start = ReadAfter(given, faults);
        var wait = ReadWait(given, faults);
        var limit = EventQuery.ReadLimit(given, faults);
        return faults.Any
            ? null
            : new FeedQuery
            {
                Filter = filter,
                Start = start,
                Wait = wait,
                Limit = limit,
            };
    }

    /// <summary>Reads a question whose answer is a stream: <c>after</c> and the filters.</summary>
    /// <param name="parameters">Each once, with its values.</param>
    /// <param name="lastEventIds">What came as <c>Last-Event-ID</c>. It wins over <c>after</c>: who connects again repeats the address.</param>
    /// <param name="faults">Takes every fault.</param>
    /// <returns>Null exactly when a fault was added.</returns>
    public static FeedQuery? ParseStream(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        IReadOnlyList<string> lastEventIds,
        ValidationErrors faults
    )
    {
        var given = Parameters.Read(parameters, ["after", .. FilterParameters.Names], faults);
        var filter = FilterParameters.Read(given, faults);
        var start = ReadAfter(given, faults);
        if (lastEventIds.Count > 1)
            faults.Add("Last-Event-ID", $"came {lastEventIds.Count} times, send it once");
        else if (lastEventIds is [{ Length: > 0 } text])
            start = ReadLastEventId(text, faults);
        return faults.Any ? null : new FeedQuery { Filter = filter, Start = start };
    }

    private static (IReadOnlyList<string> Foreign, IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Own) Split(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters
    )
    {
        var byKind = parameters.ToLookup(parameter => NotWithAfter.Contains(parameter.Name, StringComparer.Ordinal));
        return ([.. byKind[true].Select(parameter => parameter.Name)], [.. byKind[false]]);
    }

    private static FeedStart ReadAfter(Parameters given, ValidationErrors faults)
    {
        if (given.One("after") is not { } text)
            return FeedStart.Now;
        if (!FeedStart.TryParse(text, out var start))
            faults.Add("after", $"{ValidationErrors.Quote(text)} is no place in the feed, {HowToBegin}");
        return start;
    }

    private static FeedStart ReadLastEventId(string text, ValidationErrors faults)
    {
        if (!FeedCursor.TryParse(text, out var cursor))
            faults.Add(
                "Last-Event-ID",
                $"{ValidationErrors.Quote(text)} is not one that was given out here, send the id of the last event, or leave it out"
            );
        return FeedStart.After(cursor);
    }

    private static TimeSpan ReadWait(Parameters given, ValidationErrors faults)
    {
        if (given.One("wait") is not { } text)
            return TimeSpan.Zero;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > LongestWait.TotalSeconds)
            faults.Add("wait", $"{ValidationErrors.Quote(text)} is not a number of seconds from 0 to {LongestWait.TotalSeconds}");
        return TimeSpan.FromSeconds(seconds);
    }
}
