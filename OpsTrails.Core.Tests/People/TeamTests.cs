using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.People;

public sealed class TeamTests
{
    private static readonly Team Everybody = TeamOf(
        "viewer VIEWER",
        "member MEMBER",
        "admin ADMIN",
        "other-admin ADMIN",
        "owner OWNER",
        "other-owner OWNER"
    );
    private static readonly Team WithOneOwner = TeamOf("admin ADMIN", "owner OWNER");

    // A dash is a key with scope ADMIN.
    [Theory]
    [InlineData("viewer", "viewer", "MEMBER", RefusalKind.Forbidden)]
    [InlineData("member", "viewer", "MEMBER", RefusalKind.Forbidden)]
    [InlineData("member", "member", "VIEWER", RefusalKind.Forbidden)]
    [InlineData("gone", "viewer", "MEMBER", RefusalKind.Forbidden)]
    [InlineData("admin", "viewer", "ADMIN", null)]
    [InlineData("admin", "other-admin", "VIEWER", null)]
    [InlineData("admin", "admin", "MEMBER", null)]
    [InlineData("admin", "viewer", "OWNER", RefusalKind.Forbidden)]
    [InlineData("admin", "admin", "OWNER", RefusalKind.Forbidden)]
    [InlineData("admin", "owner", "ADMIN", RefusalKind.Forbidden)]
    [InlineData("admin", "nobody", "ADMIN", RefusalKind.NotFound)]
    [InlineData("-", "member", "ADMIN", null)]
    [InlineData("-", "member", "OWNER", RefusalKind.Forbidden)]
    [InlineData("-", "owner", "VIEWER", RefusalKind.Forbidden)]
    [InlineData("owner", "viewer", "OWNER", null)]
    [InlineData("owner", "other-owner", "VIEWER", null)]
    [InlineData("owner", "owner", "ADMIN", null)]
    public void Who_may_change_whose_role(string actor, string id, string role, RefusalKind? refusal)
    {
        var decision = Everybody.ChangeRole(actor == "-" ? null : actor, id, RoleNamed(role));

        Assert.Equal(refusal, decision.Refusal?.Kind);
        Assert.Equal(refusal is null ? role : null, decision.After?.Role.Name());
    }

    [Theory]
    [InlineData("viewer", "viewer", null)]
    [InlineData("viewer", "member", RefusalKind.Forbidden)]
    [InlineData("member", "nobody", RefusalKind.Forbidden)]
    [InlineData("gone", "gone", RefusalKind.Forbidden)]
    [InlineData("admin", "member", null)]
    [InlineData("admin", "admin", null)]
    [InlineData("admin", "owner", RefusalKind.Forbidden)]
    [InlineData("admin", "nobody", RefusalKind.NotFound)]
    [InlineData("-", "admin", null)]
    [InlineData("-", "owner", RefusalKind.Forbidden)]
    [InlineData("owner", "other-owner", null)]
    [InlineData("owner", "owner", null)]
    public void Who_may_remove_whom(string actor, string id, RefusalKind? refusal)
    {
        var decision = Everybody.Remove(actor == "-" ? null : actor, id);

        Assert.Equal(refusal, decision.Refusal?.Kind);
        Assert.Equal(refusal is null ? id : null, decision.Before?.Id);
    }

    [Fact]
    public void The_last_owner_is_neither_lowered_nor_removed() =>
        Assert.Equal(
            [RefusalKind.Conflict, RefusalKind.Conflict],
            [WithOneOwner.ChangeRole("owner", "owner", Role.Admin).Refusal!.Kind, WithOneOwner.Remove("owner", "owner").Refusal!.Kind]
        );

    [Fact]
    public void The_last_owner_may_be_made_an_owner_again()
    {
        var decision = WithOneOwner.ChangeRole("owner", "owner", Role.Owner);

        Assert.Same(decision.Before, decision.After);
    }

    [Theory]
    [InlineData("VIEWER", "VIEWER", false)]
    [InlineData("MEMBER", "VIEWER", false)]
    [InlineData("ADMIN", "ADMIN", true)]
    [InlineData("ADMIN", "OWNER", false)]
    [InlineData("OWNER", "OWNER", true)]
    [InlineData("", "VIEWER", false)]
    public void Who_may_invite_in_which_role(string acting, string role, bool may) =>
        Assert.Equal(may, Team.Invite(acting.Length == 0 ? null : RoleNamed(acting), RoleNamed(role)) is null);

    private static Role RoleNamed(string name) => Roles.TryParse(name, out var role) ? role : throw new ArgumentException(name);

    private static Team TeamOf(params string[] people) =>
        new([
            .. people
                .Select(person => person.Split(' '))
                .Select(parts => new Person
                {
                    Id = parts[0],
                    Organization = OrganizationId.Parse("test"),
                    Name = parts[0],
                    Role = RoleNamed(parts[1]),
                    CreatedAt = default,
                }),
        ]);
}
