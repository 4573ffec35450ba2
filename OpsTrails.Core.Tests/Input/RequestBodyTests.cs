using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Core.SavedFilters;

namespace OpsTrails.Core.Tests.Input;

/// <summary>Rules that hold for the JSON body of every request.</summary>
public sealed class RequestBodyTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Func<JsonElement, ValidationErrors, object?>> Requests = new()
    {
        ["key"] = (json, errors) => KeyRequest.Parse(json, Now, errors),
        ["settings"] = (json, errors) => OrganizationSettings.Parse(json, errors),
        ["context"] = BusinessContext.Parse,
        ["saved filter"] = (json, errors) => SavedFilterRequest.Parse(json, Now, errors),
        ["invitation"] = (json, errors) => InvitationRequest.Parse(json, Now, errors),
        ["role"] = RoleRequest.Parse,
        ["sign-in"] = SignInRequest.Parse,
        ["provider sign-in"] = ProviderSignInRequest.Parse,
    };

    public static TheoryData<string> Names => [.. Requests.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_body_that_is_not_an_object_is_an_error_of_the_body(string name) =>
        Assert.Equal("body: must be a JSON object, not an array", ErrorOf(name, "[]"));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_name_that_is_not_unicode_is_an_error_of_the_body(string name) =>
        Assert.Equal("body: has a member whose name contains an unpaired surrogate. Send valid Unicode", ErrorOf(name, """{"\ud800":1}"""));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_that_appears_twice_is_named(string name) =>
        Assert.Equal("a: appears twice. Send it once", ErrorOf(name, """{"a":1,"a":1}"""));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_unknown_member_is_named_with_those_to_use(string name) =>
        Assert.StartsWith("\"a\": is unknown. Use ", ErrorOf(name, """{"a":1}"""), StringComparison.Ordinal);

    private static string ErrorOf(string name, string json)
    {
        var errors = new ValidationErrors();
        Assert.Null(Requests[name](JsonElement.Parse(json), errors));
        return string.Join("; ", errors.All);
    }
}
