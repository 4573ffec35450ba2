using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Tests.Keys;

public sealed class IssuedKeyTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly IssuedKey Key = new()
    {
        Id = "k-1",
        Organization = OrganizationId.Parse("acme"),
        Name = "ci",
        Scope = KeyScope.ReadWrite,
        Hash = "hash",
        Displayed = "ot_abcdef",
        Creator = "setup-token",
        CreatedAt = default,
    };

    [Fact]
    public void A_key_without_an_end_is_usable() => Assert.True(Key.IsUsableAt(Now));

    [Fact]
    public void A_key_is_usable_until_it_expires() => Assert.True((Key with { ExpiresAt = Timestamp.From(Now).Next() }).IsUsableAt(Now));

    [Fact]
    public void A_key_is_not_usable_from_the_moment_it_expires() =>
        Assert.False((Key with { ExpiresAt = Timestamp.From(Now) }).IsUsableAt(Now));

    [Fact]
    public void A_key_that_was_revoked_is_not_usable() => Assert.False((Key with { RevokedAt = Timestamp.From(Now) }).IsUsableAt(Now));
}
