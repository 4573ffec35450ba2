using OpsTrails.Core.People;

namespace OpsTrails.Core.Tests.People;

public sealed class ProfileTests
{
    [Theory]
    [InlineData("Ada", "ada@example.com", "al", "Ada")]
    [InlineData(null, "ada@example.com", "al", "al")]
    [InlineData("  ", "ada@example.com", null, "ada@example.com")]
    [InlineData("\u202e\u200b", null, null, "Somebody")]
    [InlineData(null, null, null, "Somebody")]
    [InlineData("Ada\u202e\nLove\u0007lace\u2028", null, null, "Ada Lovelace")]
    public void A_name_is_what_a_person_can_read(string? name, string? email, string? preferredUsername, string shown) =>
        Assert.Equal(shown, Profile.Of(name, email, preferredUsername).Name);

    [Fact]
    public void Names_and_addresses_are_cut_to_length()
    {
        var profile = Profile.Of(new string('a', 5_000), new string('b', 5_000), null);

        Assert.Equal((Profile.NameLength, Profile.EmailLength), (profile.Name.Length, profile.Email!.Length));
    }
}
