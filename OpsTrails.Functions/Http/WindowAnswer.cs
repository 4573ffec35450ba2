using System.ComponentModel;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Functions.Http;

[Description("The resolved window, in UTC; null for an open end.")]
internal sealed record WindowAnswer(string? From, string? To)
{
    public static WindowAnswer Of(TimeWindow window) => new(window.From?.ToString(), window.To?.ToString());
}
