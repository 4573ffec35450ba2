using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;

namespace OpsTrails.Core.Tests.People;

public sealed class PeopleRequestTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/")]
    [InlineData("/grid")]
    [InlineData("/events?q=type:deployment%20-source:DB&open=1#x")]
    public void A_path_on_this_site_is_an_accepted_return_address(string path) =>
        Assert.Equal(path, ParseReturnTo(path, new ValidationErrors())!.ReturnTo);

    [Theory]
    [InlineData("")]
    [InlineData("grid")]
    [InlineData("//elsewhere.example")]
    [InlineData("///elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("\\\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("/\n/elsewhere.example")]
    [InlineData(" /grid")]
    [InlineData("/a b")]
    [InlineData("/grid\\..\\..")]
    [InlineData("/über")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    public void Anything_else_is_refused(string path)
    {
        var errors = new ValidationErrors();

        Assert.Null(ParseReturnTo(path, errors));
        Assert.Equal("returnTo", Assert.Single(errors.All).Field);
    }

    [Fact]
    public void A_path_past_2000_characters_is_refused() =>
        Assert.Null(ParseReturnTo("/" + new string('a', 2_000), new ValidationErrors()));

    [Fact]
    public void An_invitation_lasts_a_week_unless_it_says_otherwise() =>
        Assert.Equal(
            new InvitationRequest(Role.Member, null, Timestamp.From(Noon.AddDays(7))),
            ParseInvitation("""{"role":"MEMBER","note":null}""", new ValidationErrors())
        );

    [Fact]
    public void An_invitation_may_last_thirty_days() =>
        Assert.Equal(
            new InvitationRequest(Role.Owner, "for Ada", Timestamp.From(Noon.AddDays(30))),
            ParseInvitation("""{"role":"OWNER","note":"for Ada","expiresAt":"2026-07-01T12:00:00Z"}""", new ValidationErrors())
        );

    [Theory]
    [InlineData("[]", "body")]
    [InlineData("{}", "role")]
    [InlineData("""{"role":null}""", "role")]
    [InlineData("""{"role":"member"}""", "role")]
    [InlineData("""{"role":3}""", "role")]
    [InlineData("""{"role":"MEMBER","name":"x"}""", "\"name\"")]
    [InlineData("""{"role":"MEMBER","role":"OWNER"}""", "role")]
    [InlineData("""{"role":"MEMBER","expiresAt":"2026-06-01T12:00:00Z"}""", "expiresAt")]
    [InlineData("""{"role":"MEMBER","expiresAt":"2026-07-01T12:00:01Z"}""", "expiresAt")]
    [InlineData("""{"role":"MEMBER","expiresAt":"tomorrow"}""", "expiresAt")]
    [InlineData("""{"role":"MEMBER","note":"a\u0000"}""", "note")]
    public void An_invalid_request_names_its_error(string json, string field)
    {
        var errors = new ValidationErrors();

        Assert.Null(ParseInvitation(json, errors));
        Assert.Contains(errors.All, error => error.Field == field);
    }

    [Fact]
    public void A_note_of_101_characters_is_too_long_and_one_of_100_is_not()
    {
        Assert.NotNull(
            ParseInvitation($$"""{"role":"MEMBER","note":"{{string.Concat(Enumerable.Repeat("😀", 100))}}"}""", new ValidationErrors())
        );
        Assert.Null(
            ParseInvitation($$"""{"role":"MEMBER","note":"{{string.Concat(Enumerable.Repeat("😀", 101))}}"}""", new ValidationErrors())
        );
    }

    [Fact]
    public void The_token_of_an_invitation_is_read_as_it_was_made()
    {
        var token = InvitationToken.New(OrganizationId.New());

        Assert.True(InvitationToken.TryParse(token.Reveal(), out var read));
        Assert.Equal((token.Organization, token.Hash), (read.Organization, read.Hash));
        Assert.DoesNotContain(token.Reveal(), token.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("otest")]
    [InlineData("otest.")]
    [InlineData("otest.short")]
    [InlineData("O.3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kL")]
    [InlineData("otest.3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kL.x")]
    public void Text_that_never_was_a_token_is_refused(string text) => Assert.False(InvitationToken.TryParse(text, out _));

    private static ProviderSignInRequest? ParseReturnTo(string path, ValidationErrors errors)
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(new { returnTo = path }));
        return ProviderSignInRequest.Parse(json.RootElement, errors);
    }

    private static InvitationRequest? ParseInvitation(string text, ValidationErrors errors)
    {
        using var json = JsonDocument.Parse(text);
        return InvitationRequest.Parse(json.RootElement, Noon, errors);
    }
}
