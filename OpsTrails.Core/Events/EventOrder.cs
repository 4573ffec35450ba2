using OpsTrails.Core.Input;

namespace OpsTrails.Core.Events;

/// <summary>
/// The place of an event in the order of all events: by event time, then by when it was recorded, then by its place in the request that
/// recorded it. The hash decides last, so that every two events have an order.
/// </summary>
/// <param name="Time">The event's time.</param>
/// <param name="CreatedAt">When it was recorded.</param>
/// <param name="Place">Its place among the events recorded at that tick, from 0 to <see cref="MaxPlace"/>.</param>
/// <param name="Hash">The hash of its source and id.</param>
public readonly record struct EventOrder(Timestamp Time, Timestamp CreatedAt, int Place, string Hash) : IComparable<EventOrder>
{
    public const int MaxPlace = 99_999;

    /// <summary>Negative if this event comes before the other, so oldest first.</summary>
    public int CompareTo(EventOrder other)
    {
        var order = Time.CompareTo(other.Time);
        if (order == 0)
            order = CreatedAt.CompareTo(other.CreatedAt);
        if (order == 0)
            order = Place.CompareTo(other.Place);
        return order == 0 ? -string.CompareOrdinal(Hash, other.Hash) : order;
    }

    public static bool operator <(EventOrder one, EventOrder other) => one.CompareTo(other) < 0;

    public static bool operator >(EventOrder one, EventOrder other) => one.CompareTo(other) > 0;

    public static bool operator <=(EventOrder one, EventOrder other) => one.CompareTo(other) <= 0;

    public static bool operator >=(EventOrder one, EventOrder other) => one.CompareTo(other) >= 0;
}
