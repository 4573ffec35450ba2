using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.People;

public sealed class PersonTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Person Owner = new()
    {
        Id = "p1",
        Organization = OrganizationId.Parse("shop"),
        Name = "Owner",
        Role = Role.Owner,
        CreatedAt = default,
    };

    [Fact]
    public void A_session_that_was_ended_is_not_admitted_and_another_one_is()
    {
        var (ended, other) = (Session.Begin(Owner, Now), Session.Begin(Owner, Now));

        var person = Owner.WithEnded(ended, Now);

        Assert.Equal((false, true), (person.Admits(ended, Now), person.Admits(other, Now)));
    }

    [Fact]
    public void After_all_were_ended_only_a_new_session_is_admitted()
    {
        var before = Session.Begin(Owner, Now);

        var person = Owner.WithAllEnded();

        Assert.Equal((false, true), (person.Admits(before, Now), person.Admits(Session.Begin(person, Now), Now)));
    }

    [Fact]
    public void A_session_is_admitted_for_seven_days()
    {
        var session = Session.Begin(Owner, Now);

        Assert.True(Owner.Admits(session, Now.AddDays(7).AddTicks(-1)));
        Assert.False(Owner.Admits(session, Now.AddDays(7)));
    }

    [Fact]
    public void An_ended_session_is_remembered_until_its_cookie_has_run_out()
    {
        var person = Owner.WithEnded(Session.Begin(Owner, Now), Now);

        var remembered = person.WithEnded(Session.Begin(person, Now), Now.AddDays(7).AddTicks(-1)).Ended.Count;
        var later = Now.AddDays(7);
        var forgotten = person.WithEnded(Session.Begin(person, later), later).Ended.Count;

        Assert.Equal((2, 1), (remembered, forgotten));
    }

    [Fact]
    public void Ending_a_session_again_changes_nothing()
    {
        var session = Session.Begin(Owner, Now);
        var person = Owner.WithEnded(session, Now);

        Assert.Same(person, person.WithEnded(session, Now));
    }

    [Fact]
    public void When_too_many_were_ended_one_by_one_all_are()
    {
        var person = Owner;
        var first = Session.Begin(person, Now);
        for (var i = 0; i <= Person.MaxEnded; i++)
            person = person.WithEnded(i == 0 ? first : Session.Begin(person, Now), Now);

        Assert.Equal((1, 0, false), (person.Epoch, person.Ended.Count, person.Admits(first, Now)));
    }

    [Theory]
    [InlineData("VIEWER", KeyScope.ReadOnly)]
    [InlineData("MEMBER", KeyScope.ReadWrite)]
    [InlineData("ADMIN", KeyScope.Admin)]
    [InlineData("OWNER", KeyScope.Admin)]
    public void A_role_may_do_what_a_key_of_its_scope_may(string name, KeyScope scope)
    {
        Assert.True(Roles.TryParse(name, out var role));
        Assert.Equal((name, scope), (role.Name(), role.Scope()));
    }

    [Fact]
    public void A_token_is_43_characters_never_the_same_and_not_told_by_ToString()
    {
        var (one, other) = (SignInToken.New(), SignInToken.New());

        Assert.Equal(43, one.Reveal().Length);
        Assert.NotEqual(one.Hash, other.Hash);
        Assert.DoesNotContain(one.Reveal(), one.ToString(), StringComparison.Ordinal);
    }
}
