using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Tests.Incidents;

/// <summary>Pairs events one at a time, by their words, without the program's own reading of them.</summary>
internal static class NaiveIncidents
{
    public static string Show(IEnumerable<IncidentEvent> events)
    {
        var (opened, acknowledged, resolved, sources) = (
            new List<Timestamp>(),
            new List<Timestamp?>(),
            new List<Timestamp?>(),
            new List<string>()
        );
        foreach (var e in events.OrderBy(e => e.Time))
        {
            var open = Enumerable.Range(0, opened.Count).Where(i => resolved[i] is null).Reverse().ToList();
            var mine = open.Where(i => sources[i] == e.Source).ToList();
            var best = mine.Concat(open).Select(i => (int?)i).FirstOrDefault();
            var isRepeat = e.Number is not null && mine.Count > 0;
            switch (e.Type)
            {
                case "incident.resolved" when best is { } i:
                    resolved[i] = e.Time;
                    break;
                case "incident.resolved":
                    break;
                case "incident.opened" when isRepeat:
                    break;
                case "incident.opened":
                    Open(e, null);
                    break;
                case "incident.acknowledged" when best is { } i:
                    acknowledged[i] ??= e.Time;
                    break;
                case "incident.updated" when best is not null:
                    break;
                default:
                    if (e.Number is null || opened.Count == 0)
                        Open(e, e.Type == "incident.acknowledged" ? e.Time : null);
                    break;
            }
        }
        return string.Join(
            ' ',
            opened.Select((time, i) => Hour(time) + (acknowledged[i] is { } a ? "a" + Hour(a) : "") + "-" + Hour(resolved[i]))
        );

        void Open(IncidentEvent e, Timestamp? at)
        {
            opened.Add(e.Time);
            acknowledged.Add(at);
            resolved.Add(null);
            sources.Add(e.Source);
        }
    }

    private static string Hour(Timestamp? at) => at is { } time ? $"{(int)(time - IncidentEvents.At(0)).TotalHours}" : "";
}
