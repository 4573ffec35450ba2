using OpsTrails.Core.Incidents;
using static OpsTrails.Core.Tests.Incidents.IncidentEvents;

namespace OpsTrails.Core.Tests.Incidents;

public sealed class IncidentFoldTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("o", "0-")]
    [InlineData("o r", "0-1")]
    [InlineData("o a r", "0a1-2")]
    [InlineData("o a a r", "0a1-3")]
    [InlineData("o o r", "0- 1-2")]
    [InlineData("o o r r", "0-3 1-2")]
    [InlineData("o r o r", "0-1 2-3")]
    [InlineData("o r r", "0-1")]
    [InlineData("o u r", "0-2")]
    [InlineData("o o a", "0- 1a2-")]
    public void Without_a_number_each_resolve_closes_the_newest_open_incident(string events, string expected) =>
        Assert.Equal(expected, Fold(Read(events)));

    [Theory]
    [InlineData("r", "")]
    [InlineData("r o", "1-")]
    [InlineData("a", "0a0-")]
    [InlineData("a r", "0a0-1")]
    [InlineData("u", "0-")]
    [InlineData("u r", "0-1")]
    [InlineData("o r u", "0-1 2-")]
    public void Without_an_open_incident_only_a_resolve_opens_none(string events, string expected) =>
        Assert.Equal(expected, Fold(Read(events)));

    [Theory]
    [InlineData("o#7 r#7", "0-1")]
    [InlineData("o#7 o#7 r#7", "0-2")]
    [InlineData("o#7 r#7 o#7", "0-1 2-")]
    [InlineData("o#7 r#7 o#7 r#7", "0-1 2-3")]
    [InlineData("o#7 r#7 u#7 a#7", "0-1")]
    [InlineData("u#7 o#7 r#7", "0-2")]
    [InlineData("r#7", "")]
    public void With_a_number_a_further_opening_repeats_the_open_incident(string events, string expected) =>
        Assert.Equal(expected, Fold(Read(events)));

    [Theory]
    [InlineData("o#7 o#7@FE r#7", "0-2 1-")]
    [InlineData("o#7 o#7@FE r#7@FE", "0- 1-2")]
    [InlineData("o#7 o#7@FE r#7@OPS", "0- 1-2")]
    [InlineData("o#7 r#7@FE", "0-1")]
    [InlineData("o#7 a#7@FE", "0a1-")]
    public void The_same_system_comes_first_where_two_share_a_number(string events, string expected) =>
        Assert.Equal(expected, Fold(Read(events)));

    [Fact]
    public void A_back_dated_opening_takes_the_resolve_that_waited_for_it()
    {
        var resolve = Read(". . r");

        Assert.Equal("", Fold(resolve));
        Assert.Equal("1-2", Fold([.. resolve, .. Read(". o")]));
    }

    [Fact]
    public void The_newest_severity_and_the_first_description_count()
    {
        var incident = IncidentFold
            .Fold(
                [
                    Event(0, severity: "MINOR"),
                    Event(1, "incident.updated", severity: "CRITICAL", description: "first"),
                    Event(2, "incident.resolved", description: "second"),
                ],
                IncidentRules.None
            )
            .Single()
            .Summary;

        Assert.Equal(("CRITICAL", "first", "0"), (incident.Severity, incident.Description, incident.Id));
    }

    [Fact]
    public void Events_of_another_kind_are_ignored() =>
        Assert.Equal("0-", Fold([Event(0), Event(1, "deployment"), Event(2, "freeze.ended")]));

    [Theory]
    [InlineData("o", 1, IncidentState.Open)]
    [InlineData("o", 23.9, IncidentState.Open)]
    [InlineData("o", 24, IncidentState.NotClosed)]
    [InlineData("o u", 24.5, IncidentState.Open)]
    [InlineData("o u", 25, IncidentState.NotClosed)]
    [InlineData("o a", 0.5, IncidentState.Open)]
    [InlineData("o a", 2, IncidentState.Acknowledged)]
    [InlineData("o a", 25, IncidentState.NotClosed)]
    [InlineData("o a r", 1.5, IncidentState.Acknowledged)]
    [InlineData("o a r", 2, IncidentState.Resolved)]
    [InlineData("o a r", 200, IncidentState.Resolved)]
    public void The_state_is_that_of_a_moment(string events, double hours, IncidentState expected) =>
        Assert.Equal(
            expected,
            IncidentFold.Fold(Read(events), IncidentRules.None).Single().Summary.StateAt(At(hours), TimeSpan.FromHours(24))
        );
}
