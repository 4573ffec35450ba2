using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Names;

namespace OpsTrails.Core.Timeline;

/// <summary>Counts events by field value, under canonical names, and by time bucket.</summary>
public sealed class EventCounts(TimeBuckets buckets, OrganizationNames names)
{
    private readonly Tally _types = new();
    private readonly Tally _severities = new();
    private readonly Tally _sources = new();
    private readonly Tally _subjects = new();
    private readonly long[] _inBuckets = new long[buckets.Starts.Count];
    private readonly long[]?[] _severitiesInBuckets = new long[buckets.Starts.Count][];

    public long Total { get; private set; }

    public ValueCounts ByType => _types.Count();

    public ValueCounts BySeverity => _severities.Count();

    public ValueCounts BySource => _sources.Count();

    public ValueCounts BySubject => _subjects.Count();

    /// <summary>Counts by bucket in order of time, including empty ones. Omits buckets that end before a time.</summary>
    public IEnumerable<BucketCount> InBucketsSince(Timestamp time) =>
        buckets
            .Starts.Select((start, i) => new BucketCount(start, _inBuckets[i], _severitiesInBuckets[i]))
            .Skip(Math.Max(0, buckets.IndexOf(time)));

    /// <param name="e">An event inside the window.</param>
    public void Add(RecordedEvent e)
    {
        Total++;
        _types.Add(e.Type);
        _severities.Add(e.Severity);
        _sources.Add(names.Source(e.Source));
        _subjects.Add(names.Subject(e.Subject));
        var bucket = buckets.IndexOf(e.Time);
        _inBuckets[bucket]++;
        if (EventRules.RankOf(e.Severity) is { } rank)
            (_severitiesInBuckets[bucket] ??= new long[EventRules.Severities.Count])[rank]++;
    }

    private sealed class Tally
    {
        private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
        private long _absent;

        public void Add(string? value)
        {
            if (value is null)
                _absent++;
            else
                _counts[value] = _counts.GetValueOrDefault(value) + 1;
        }

        public ValueCounts Count()
        {
            var all = _counts.Select(pair => new ValueCount(pair.Key, pair.Value)).ToList();
            if (_absent > 0)
                all.Add(new ValueCount(null, _absent));
            all.Sort((a, b) => a.Count == b.Count ? string.CompareOrdinal(a.Value, b.Value) : b.Count.CompareTo(a.Count));
            return new ValueCounts([.. all.Take(ValueCounts.MaxValues)], all.Skip(ValueCounts.MaxValues).Sum(value => value.Count));
        }
    }
}

/// <param name="Start">The start of the bucket.</param>
/// <param name="Count">The number of events.</param>
/// <param name="BySeverity">The number of each severity, in the order of <see cref="EventRules.Severities"/>. Null if none has one.</param>
public readonly record struct BucketCount(Timestamp Start, long Count, IReadOnlyList<long>? BySeverity);

/// <param name="Value">Null for events without one.</param>
/// <param name="Count">The number of events.</param>
public readonly record struct ValueCount(string? Value, long Count);

/// <param name="Values">Most frequent first, then in ordinal order.</param>
/// <param name="OtherCount">The number of events with other values.</param>
public sealed record ValueCounts(IReadOnlyList<ValueCount> Values, long OtherCount)
{
    /// <summary>The maximum number of values listed.</summary>
    public const int MaxValues = 100;
}
