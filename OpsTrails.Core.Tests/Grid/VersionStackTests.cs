using System.Globalization;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Tests.Grid;

/// <summary>
/// Movers an hour apart, oldest first. A letter deploys that version; R rolls back; R:x rolls back to x. Followed by &gt; it started, by =
/// it finished, by ! it failed, by ~ it was cancelled. R#7 belongs to the run 7. A dot is an hour without an event.
/// </summary>
public sealed class VersionStackTests
{
    [Theory]
    [InlineData("", "-", "-")]
    [InlineData("a", "a", "a")]
    [InlineData("a b", "b", "b")]
    [InlineData("R", "-", "-")]
    [InlineData("a R", "-", "-")]
    [InlineData("a b R", "a", "a")]
    [InlineData("a b c R", "b", "b")]
    [InlineData("a b c R R", "a", "a")]
    [InlineData("a b R c R", "a", "a")]
    [InlineData("a b R c", "c", "c")]
    [InlineData("a b c R:a", "a", "R:a")]
    [InlineData("a b c R:a R", "-", "-")]
    [InlineData("a b R:a c R", "a", "R:a")]
    [InlineData("a b R:z", "z", "R:z")]
    [InlineData("a b R:z R", "b", "b")]
    [InlineData("a R b R", "-", "-")]
    public void A_rollback_goes_down_the_versions_that_arrived(string movers, string version, string carrier)
    {
        var (events, names) = Read(movers);

        var runs = Play(events, isComplete: true);

        Assert.True(runs.IsKnown);
        Assert.Equal((version, carrier), (runs.Version?.Version ?? "-", runs.Version?.Carrier is { } e ? names[e.Id] : "-"));
        Assert.Equal(events.Count == 0 ? null : events[0].Event, runs.Version?.Event);
    }

    [Theory]
    [InlineData("a b!", "a")]
    [InlineData("a b~", "a")]
    [InlineData("a b>", "a")]
    [InlineData("a b> b=", "b")]
    [InlineData("a b> b= R", "a")]
    [InlineData("a b b R", "a")]
    [InlineData("a b> b= b R", "a")]
    [InlineData("a b b b R R", "-")]
    [InlineData("a b c! R", "a")]
    [InlineData("a b R!", "b")]
    [InlineData("a b R>", "b")]
    [InlineData("a b c R> R=", "b")]
    [InlineData("a b c R> R R=", "b")]
    [InlineData("a b c R> R= R=", "a")]
    [InlineData("a b c R> R= R> R=", "a")]
    [InlineData("a b c R#7 R#7", "b")]
    [InlineData("a b c R#7 R#8", "a")]
    [InlineData("a b c R>#7 R=#7 R#7", "b")]
    [InlineData("a b R#7 c R#7", "a")]
    public void Several_events_of_one_deployment_or_rollback_count_once(string movers, string version) =>
        Assert.Equal(version, Play(Read(movers).Events, isComplete: true).Version?.Version ?? "-");

    [Theory]
    [InlineData("a b>", "b", "-")]
    [InlineData("a b> b=", "-", "-")]
    [InlineData("a b> b!", "-", "b")]
    [InlineData("a b> b~", "-", "-")]
    [InlineData("a b> c!", "b", "c")]
    [InlineData("a b> c", "-", "-")]
    [InlineData("a b! c>", "c", "b")]
    [InlineData("a b! c", "-", "-")]
    [InlineData("a b! R", "-", "-")]
    [InlineData("a b> R", "-", "-")]
    [InlineData("a R>", "R", "-")]
    [InlineData("a R> R!", "-", "R")]
    [InlineData("a b> . . . . . . . . . . . . . . . . . . . . . .", "b", "-")]
    [InlineData("a b> . . . . . . . . . . . . . . . . . . . . . . . .", "-", "-")]
    public void An_attempt_shows_until_it_ends_and_a_failure_until_the_version_changes(string movers, string inProgress, string failed)
    {
        var runs = Play(Read(movers).Events, isComplete: true, movers.Split(' ').Length);

        Assert.Equal((inProgress, failed), (NameOf(runs.InProgress), NameOf(runs.Failed)));
    }

    [Theory]
    [InlineData("b", true)]
    [InlineData("R:a", true)]
    [InlineData("a b R", true)]
    [InlineData("R R R b", true)]
    [InlineData("b R", false)]
    [InlineData("R R R", false)]
    [InlineData("a R b R", false)]
    [InlineData("a b R:z R", false)]
    [InlineData("b>", false)]
    [InlineData("", false)]
    public void What_was_cut_off_is_not_guessed(string movers, bool isKnown)
    {
        var runs = Play(Read(movers).Events, isComplete: false);

        Assert.Equal((isKnown, isKnown), (runs.IsKnown, runs.Version is not null));
    }

    [Fact]
    public void A_rollback_that_names_the_version_restores_nothing()
    {
        var version = Play(Read("a b R:a").Events, isComplete: true).Version!;

        Assert.Equal((true, null), (version.IsRolledBack, version.Restored));
    }

    private static WhatRuns Play(List<Mover> newestFirst, bool isComplete, int hours = 100) =>
        VersionStack.Play(newestFirst, isComplete, Timestamp.MinValue + TimeSpan.FromHours(hours));

    private static string NameOf(Mover? mover) => mover is null ? "-" : mover.Version ?? "R";

    private static (List<Mover> Events, Dictionary<string, string> Names) Read(string text)
    {
        var (movers, names) = (new List<Mover>(), new Dictionary<string, string>());
        foreach (var (part, i) in text.Split(' ').Select((part, i) => (part, i)).Where(item => item.part is not ("" or ".")))
        {
            var name = part.Split('#')[0].TrimEnd('>', '=', '!', '~');
            var isRollback = name[0] == 'R';
            var (phase, outcome) = part switch
            {
                _ when part.Contains('>') => ((EventPhase?)EventPhase.Started, EventOutcome.Unknown),
                _ when part.Contains('=') => (EventPhase.Finished, EventOutcome.Unknown),
                _ when part.Contains('!') => (EventPhase.Finished, EventOutcome.Failed),
                _ when part.Contains('~') => (EventPhase.Finished, EventOutcome.Cancelled),
                _ => (null, EventOutcome.Unknown),
            };
            var version =
                !isRollback ? name
                : name.Length > 1 ? name[2..]
                : null;
            var hints = part.Contains('#')
                ? EventHints.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"id":{{part.Split('#')[1]}}}"""))
                : EventHints.None;
            var (time, id) = (Timestamp.MinValue + TimeSpan.FromHours(i + 1), i.ToString(CultureInfo.InvariantCulture));
            movers.Insert(
                0,
                new Mover(
                    new CellEvent(time, time, 0, id, id, isRollback ? "rollback" : "deployment", version, null, hints.Text),
                    new EventMeaning(isRollback ? EventKind.Rollback : EventKind.Deployment, phase, outcome)
                )
            );
            names[id] = part;
        }
        return (movers, names);
    }
}
