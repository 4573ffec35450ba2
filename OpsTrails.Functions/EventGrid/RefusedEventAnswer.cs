using System.ComponentModel;
using System.Text.Json.Serialization;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.EventGrid;

internal sealed record RefusedEventAnswer(
    [property: Description("Identifies the entry; not the event's own id.")] string Id,
    StoredEvent Event,
    [property: Description("The topic's last answer.")] string Reason,
    string RefusedAt,
    [property: Description("How often it was sent alone and refused.")] long Attempts
)
{
    public static RefusedEventAnswer Of(PoisonedEvent poisoned) =>
        new(poisoned.Id, StoredEvent.Of(poisoned.Event), poisoned.Reason, poisoned.RefusedAt.ToString(), poisoned.Attempts);
}

internal sealed record DeliveredAnswer(bool Delivered);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ListAnswer<RefusedEventAnswer>))]
[JsonSerializable(typeof(Answer<DeliveredAnswer>))]
internal sealed partial class EventGridJson : JsonSerializerContext;
