using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.EventGrid;

/// <summary>An event that the topic rejected.</summary>
/// <param name="Event">The event. It is recorded and can be read like any other.</param>
/// <param name="Reason">The topic's last answer.</param>
/// <param name="RefusedAt">When the topic last rejected it.</param>
/// <param name="Attempts">How many times it was sent alone and rejected.</param>
internal sealed record PoisonedEvent(RecordedEvent Event, string Reason, Timestamp RefusedAt, long Attempts)
{
    private const int TickDigits = 19;
    private const int HashDigits = 32;

    /// <summary>Unique within the organization.</summary>
    public string Id => IdOf(Event);

    public static string IdOf(RecordedEvent e) => KeyText.Join(KeyText.NewestFirst(e.CreatedAt.Ticks), e.Hash);

    public static RowKey Key(OrganizationId organization, string id) => new(organization.Value, id);

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsId(string text) =>
        text.Length == TickDigits + 1 + HashDigits
        && text[TickDigits] == '~'
        && text.Take(TickDigits).All(char.IsAsciiDigit)
        && text.Skip(TickDigits + 1).All(char.IsAsciiHexDigitLower);

    public Row Write(OrganizationId organization)
    {
        var row = EventRow.Write(Key(organization, Id), Event);
        row["Reason"] = Reason;
        row["RefusedAt"] = RefusedAt.Ticks;
        row["Attempts"] = Attempts;
        return row;
    }

    public static PoisonedEvent Read(Row row) =>
        new(EventRow.Read(row), row.RequiredText("Reason"), row.RequiredTime("RefusedAt"), row.RequiredNumber("Attempts"));
}
