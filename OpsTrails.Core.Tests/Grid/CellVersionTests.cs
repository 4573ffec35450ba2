using OpsTrails.Core.Grid;

namespace OpsTrails.Core.Tests.Grid;

public sealed class CellVersionTests
{
    /// <summary>Movers, oldest first: a letter deploys that version, R undoes the last deployment, R:x restores x.</summary>
    [Theory]
    [InlineData("", "-", "-")]
    [InlineData("a", "a", "a")]
    [InlineData("a b", "b", "b")]
    [InlineData("R", "-", "-")]
    [InlineData("a R", "-", "-")]
    [InlineData("a b R", "a", "a")]
    [InlineData("a b c R", "b", "b")]
    [InlineData("a b c R R", "b", "b")]
    [InlineData("a b R c R", "a", "a")]
    [InlineData("a b R c", "c", "c")]
    [InlineData("a b c R:a", "a", "R:a")]
    [InlineData("a b c R:a R", "b", "b")]
    [InlineData("a b R:a c R", "a", "R:a")]
    [InlineData("a R b R", "-", "-")]
    public void A_rollback_without_a_version_undoes_the_last_deployment(string movers, string version, string carrier)
    {
        var (events, names) = Read(movers);

        Assert.True(CellVersion.TryDecide(events, isComplete: true, out var current));

        Assert.Equal((version, carrier), (current?.Version ?? "-", current?.Carrier is { } e ? names[e] : "-"));
        Assert.Equal(events.Count == 0 ? null : events[0], current?.Event);
    }

    [Theory]
    [InlineData("b", true)]
    [InlineData("R:a", true)]
    [InlineData("a b R", true)]
    [InlineData("b R", false)]
    [InlineData("R R R", false)]
    [InlineData("a R b R", false)]
    [InlineData("", false)]
    public void What_was_cut_off_is_not_guessed(string movers, bool isDecided)
    {
        Assert.Equal(isDecided, CellVersion.TryDecide(Read(movers).Events, isComplete: false, out _));
    }

    [Fact]
    public void An_event_that_names_the_version_restores_nothing()
    {
        CellVersion.TryDecide(Read("a b R:a").Events, isComplete: true, out var current);

        Assert.Equal((true, null), (current!.IsRolledBack, current.Restored));
    }

    private static (List<CellEvent> Events, Dictionary<CellEvent, string> Names) Read(string movers)
    {
        var names = new Dictionary<CellEvent, string>();
        var time = 0;
        foreach (var mover in movers.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var isRollback = mover[0] == 'R';
            var version =
                !isRollback ? mover
                : mover.Length > 1 ? mover[2..]
                : null;
            names[new CellEvent(++time, "h", $"e-{time}", isRollback ? "com.example.Rollback" : "deployment", version, null)] = mover;
        }
        return ([.. names.Keys.Reverse()], names);
    }
}
