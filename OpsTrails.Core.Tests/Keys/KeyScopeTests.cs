using OpsTrails.Core.Keys;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Keys;

public sealed class KeyScopeTests
{
    [Theory]
    [InlineData("READ_ONLY", 0)]
    [InlineData("READ_WRITE", 1)]
    [InlineData("ADMIN", 2)]
    public void A_scope_is_read_and_written_by_its_name(string name, int scope)
    {
        var known = KeyScopes.TryParse(name, out var parsed);

        Assert.Equal((true, (KeyScope)scope, name), (known, parsed, parsed.Name()));
    }

    [Fact]
    public void Each_scope_includes_the_one_before_it() =>
        Assert.True(KeyScope.ReadOnly < KeyScope.ReadWrite && KeyScope.ReadWrite < KeyScope.Admin);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("admin")]
    [InlineData("ReadOnly")]
    [InlineData("2")]
    [InlineData(" ADMIN")]
    public void An_unknown_scope_name_gives_the_smallest_scope(string? name)
    {
        var known = KeyScopes.TryParse(name, out var scope);

        Assert.Equal((false, KeyScope.ReadOnly), (known, scope));
    }
}
