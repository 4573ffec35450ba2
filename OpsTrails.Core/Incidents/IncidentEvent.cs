using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Incidents;

/// <summary>
/// The part of an event that incidents, freezes and maintenance need. Kept as it was sent, so that its meaning can be read again.
/// </summary>
public sealed record IncidentEvent(
    Timestamp Time,
    Timestamp CreatedAt,
    int Place,
    string Id,
    string Source,
    string? Subject,
    string Type,
    string? Severity,
    string? Hints,
    string? Number,
    Timestamp? Until,
    string? Description
)
{
    private string? _hash;

    /// <summary>The hash of source and id.</summary>
    public string Hash => _hash ??= EventIdentity.Hash(Source, Id);

    public EventOrder Order => new(Time, CreatedAt, Place, Hash);

    public static IncidentEvent Of(RecordedEvent e, EventHints hints)
    {
        var data = IncidentData.Read(e.Json.Span);
        return new(
            e.Time,
            e.CreatedAt,
            e.Place,
            e.Id,
            e.Source,
            e.Subject,
            e.Type,
            e.Severity,
            hints.Text,
            data.Number,
            data.Until,
            data.Description
        );
    }

    public EventMeaning Meaning(TypeMeanings types) => EventMeaning.Of(Type, EventHints.Parse(Hints), types);

    /// <summary>The hash is derived and doesn't count.</summary>
    public bool Equals(IncidentEvent? other) => other is not null && Order == other.Order;

    public override int GetHashCode() => Order.GetHashCode();
}
