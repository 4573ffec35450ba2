using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;

namespace OpsTrails.Core.Tests.Keys;

public sealed class KeyRequestTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_name_and_a_scope_are_enough() =>
        Assert.Equal(new KeyRequest("ci", KeyScope.ReadWrite, null), Parse("""{"name":"ci","scope":"READ_WRITE"}""").Request);

    [Fact]
    public void An_expiry_is_an_instant() =>
        Assert.Equal(
            Timestamp.From(Now.AddHours(1)),
            Parse("""{"name":"ci","scope":"ADMIN","expiresAt":"2025-01-15T15:00:00+02:00"}""").Request?.ExpiresAt
        );

    [Fact]
    public void An_expiry_that_is_null_is_none() =>
        Assert.Equal(new KeyRequest("ci", KeyScope.Admin, null), Parse("""{"name":"ci","scope":"ADMIN","expiresAt":null}""").Request);

    [Theory]
    [InlineData("a")]
    [InlineData("😀")]
    public void A_name_as_long_as_allowed_is_taken(string character) =>
        Assert.Equal(Repeated(character, 100), Parse($$"""{"name":"{{Repeated(character, 100)}}","scope":"ADMIN"}""").Request?.Name);

    [Theory]
    [InlineData("")]
    [InlineData("\\n")]
    [InlineData("\\ufdd0")]
    public void A_name_that_is_none_is_refused(string name) => AssertNameIsRefused(name);

    [Theory]
    [InlineData("a")]
    [InlineData("😀")]
    public void A_name_one_character_longer_is_refused(string character) => AssertNameIsRefused(Repeated(character, 101));

    [Theory]
    [InlineData("\"2025-01-15T12:00:00Z\"", "\"2025-01-15T12:00:00Z\" is not in the future. Send a later time")]
    [InlineData("\"2025-01-15T11:59:59Z\"", "\"2025-01-15T11:59:59Z\" is not in the future. Send a later time")]
    [InlineData(
        "\"9999-12-31T23:59:59-14:00\"",
        "\"9999-12-31T23:59:59-14:00\" is outside the years 1 to 9999 in UTC. Send a time within them"
    )]
    [InlineData("1736951400", "must be a string, not a number")]
    public void An_expiry_that_is_no_moment_to_come_is_refused(string json, string message) =>
        Assert.Equal($"expiresAt: {message}", Parse($$"""{"name":"ci","scope":"ADMIN","expiresAt": {{json}} }""").ValidationError);

    [Theory]
    [InlineData("\"NOW\"")]
    [InlineData("\"2026-01-15\"")]
    [InlineData("\"\"")]
    public void An_expiry_in_any_other_form_is_refused_with_what_to_send(string json) =>
        Assert.Contains(
            ". Send ISO 8601 with a zone, such as",
            Parse($$"""{"name":"ci","scope":"ADMIN","expiresAt": {{json}} }""").ValidationError,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("""{"scope":"ADMIN"}""", "name: is required")]
    [InlineData("""{"name":null,"scope":"ADMIN"}""", "name: is required")]
    [InlineData("""{"name":1,"scope":"ADMIN"}""", "name: must be a string, not a number")]
    [InlineData("""{"name":"ci"}""", "scope: is required")]
    [InlineData("""{"name":"ci","scope":"admin"}""", "scope: \"admin\" is unknown. Use READ_ONLY, READ_WRITE or ADMIN")]
    [InlineData("""{"name":"ci","scope":["ADMIN"]}""", "scope: must be a string, not an array")]
    [InlineData("""{"name":"ci","scope":"ADMIN","Name":"x"}""", "\"Name\": is unknown. Use name, scope or expiresAt")]
    [InlineData("""{"name":"ci","scope":"ADMIN","scope":"ADMIN"}""", "scope: appears twice. Send it once")]
    [InlineData("""{"name":"\ud800","scope":"ADMIN"}""", "name: contains an unpaired surrogate. Send valid Unicode")]
    [InlineData("""{"name":[[[[[]]]]],"scope":"ADMIN"}""", "name.[].[].[]: is nested too deeply. Use fewer levels")]
    [InlineData(
        """{"\ud800":1,"name":"ci","scope":"ADMIN"}""",
        "body: has a member whose name contains an unpaired surrogate. Send valid Unicode"
    )]
    [InlineData("[]", "body: must be a JSON object, not an array")]
    public void A_request_that_is_wrong_is_refused_with_its_error(string json, string error) =>
        Assert.Equal(error, Parse(json).ValidationError);

    [Fact]
    public void Every_error_is_named() =>
        Assert.Equal(
            "\"x\": is unknown. Use name, scope or expiresAt; name: is required; scope: is required; "
                + "expiresAt: must be a string, not a number",
            Parse("""{"x":1,"expiresAt":1}""").ValidationError
        );

    private static void AssertNameIsRefused(string name) =>
        Assert.Equal(
            "name: must have 1 to 100 characters and no control characters",
            Parse($$"""{"name":"{{name}}","scope":"ADMIN"}""").ValidationError
        );

    private static string Repeated(string character, int times) => string.Concat(Enumerable.Repeat(character, times));

    private static (KeyRequest? Request, string ValidationError) Parse(string json)
    {
        var errors = new ValidationErrors();
        return (KeyRequest.Parse(JsonElement.Parse(json), Now, errors), string.Join("; ", errors.All));
    }
}
