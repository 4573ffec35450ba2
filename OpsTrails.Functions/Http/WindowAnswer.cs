using System.ComponentModel;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Functions.Http;

[Description("The window as it was resolved, in UTC; null where it has no end.")]
internal sealed record WindowAnswer(string? From, string? To)
{
    public static WindowAnswer Of(TimeWindow window) => new(Instant.Format(window.From), Instant.Format(window.To));
}
