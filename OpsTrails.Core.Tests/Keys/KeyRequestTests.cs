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
            Now.AddHours(1).UtcTicks,
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
    [InlineData("\"2025-01-15T12:00:00Z\"", "'2025-01-15T12:00:00Z' is not in the future")]
    [InlineData("\"2025-01-15T11:59:59Z\"", "'2025-01-15T11:59:59Z' is not in the future")]
    [InlineData("\"9999-12-31T23:59:59-14:00\"", "'9999-12-31T23:59:59-14:00' is outside the years 1 to 9999 in UTC")]
    [InlineData("1736951400", "must be a string, but a number came")]
    public void An_expiry_that_is_no_moment_to_come_is_refused(string json, string message) =>
        Assert.Equal($"expiresAt: {message}", Parse($$"""{"name":"ci","scope":"ADMIN","expiresAt": {{json}} }""").ValidationError);

    [Theory]
    [InlineData("\"NOW\"")]
    [InlineData("\"2026-01-15\"")]
    [InlineData("\"\"")]
    public void An_expiry_in_any_other_form_is_refused_with_what_to_send(string json) =>
        Assert.Contains(
            ", send ISO 8601 with a zone such as",
            Parse($$"""{"name":"ci","scope":"ADMIN","expiresAt": {{json}} }""").ValidationError,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("""{"scope":"ADMIN"}""", "name: is required")]
    [InlineData("""{"name":null,"scope":"ADMIN"}""", "name: is required")]
    [InlineData("""{"name":1,"scope":"ADMIN"}""", "name: must be a string, but a number came")]
    [InlineData("""{"name":"ci"}""", "scope: is required")]
    [InlineData("""{"name":"ci","scope":"admin"}""", "scope: 'admin' is not one of READ_ONLY, READ_WRITE, ADMIN")]
    [InlineData("""{"name":"ci","scope":["ADMIN"]}""", "scope: must be a string, but an array came")]
    [InlineData("""{"name":"ci","scope":"ADMIN","Name":"x"}""", "'Name': is not known here, send name, scope and expiresAt")]
    [InlineData("""{"name":"ci","scope":"ADMIN","scope":"ADMIN"}""", "scope: is there twice")]
    [InlineData("""{"name":"\ud800","scope":"ADMIN"}""", "name: holds half of a surrogate pair, which is no Unicode")]
    [InlineData("""{"name":[[[[[]]]]],"scope":"ADMIN"}""", "name.[].[].[]: is nested too deeply")]
    [InlineData("[]", "body: must be a JSON object, but an array came")]
    public void A_request_that_is_wrong_is_refused_with_its_fault(string json, string fault) =>
        Assert.Equal(fault, Parse(json).ValidationError);

    [Fact]
    public void Every_fault_is_named() =>
        Assert.Equal(
            "'x': is not known here, send name, scope and expiresAt; name: is required; scope: is required; expiresAt: must be a string, but a number came",
            Parse("""{"x":1,"expiresAt":1}""").ValidationError
        );

    private static void AssertNameIsRefused(string name) =>
        Assert.Equal(
            "name: must have 1 to 100 characters, none of them a control character",
            Parse($$"""{"name":"{{name}}","scope":"ADMIN"}""").ValidationError
        );

    private static string Repeated(string character, int times) => string.Concat(Enumerable.Repeat(character, times));

    private static (KeyRequest? Request, string ValidationError) Parse(string json)
    {
        var faults = new ValidationErrors();
        return (KeyRequest.Parse(JsonElement.Parse(json), Now, faults), faults.ToString());
    }
}
