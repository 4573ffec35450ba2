using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Auth;

public sealed class AccessTests
{
    [Theory]
    [InlineData("READ_ONLY", 403, 404, 403, 403, 403)]
    [InlineData("READ_WRITE", 201, 200, 403, 403, 403)]
    [InlineData("ADMIN", 201, 200, 200, 201, 404)]
    [InlineData("setup token", 403, 403, 200, 201, 404)]
    public async Task A_scope_may_do_this_and_no_more(string scope, int record, int read, int list, int issue, int revoke)
    {
        await using var app = await TestApp.StartAsync();
        using var client = scope == "setup token" ? app.ClientWith(TestApp.SetupToken) : await app.ClientWithKeyAsync(scope);

        Answer[] answers =
        [
            await client.RecordAsync(AnEvent.Json("e")),
            await client.AskAsync("/api/v1/events/e"),
            await client.AskAsync("/api/v1/keys"),
            await client.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"ci","scope":"READ_ONLY"}"""),
            await client.AskAsync(HttpMethod.Delete, "/api/v1/keys/knothing"),
        ];

        Assert.Equal([record, read, list, issue, revoke], answers.Select(answer => answer.Status));
        Assert.All(answers.Where(answer => answer.Status == 403), answer => Assert.Equal("FORBIDDEN", answer.Code));
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    [InlineData("BEARER ")]
    [InlineData("Bearer   ")]
    public async Task The_scheme_is_taken_in_any_letter_case(string scheme)
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();

        var answer = await app.Client.AskAsync(
            HttpMethod.Post,
            "/api/v1/events",
            AnEvent.Json("e"),
            headers: $"Authorization: {scheme}{key}"
        );

        Assert.Equal(201, answer.Status);
    }

    [Fact]
    public async Task The_prefix_of_the_hosted_product_is_taken_too()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.ClientWith("otr_" + (await app.CreateKeyAsync())["ot_".Length..]);

        var answer = await client.RecordAsync(AnEvent.Json("e"));

        Assert.Equal(201, answer.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Authorization: Bearer nonsense")]
    [InlineData("Authorization: Basic eDp4")]
    [InlineData("Authorization: Bearer a-setup-token-for-tests-of-40-charactert")]
    [InlineData("Authorization: Bearer a-setup-token-for-tests-of-40-character")]
    [InlineData("Authorization: Bearer A-SETUP-TOKEN-FOR-TESTS-OF-40-CHARACTERS")]
    public async Task A_caller_without_a_valid_key_is_challenged_for_Bearer_and_not_redirected(string? header)
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Get, "/api/v1/keys", headers: header is null ? [] : [header]);

        Assert.Equal((401, "UNAUTHORIZED"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Header("www-authenticate"));
        Assert.DoesNotContain("resource_metadata", answer.Body + string.Concat(answer.Headers.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_a_setup_token_has_none()
    {
        await using var app = await TestApp.StartAsync(configure: builder => builder.Configuration["OpsTrails:SetupToken"] = null);
        using var client = app.ClientWith(TestApp.SetupToken);

        var answer = await client.AskAsync("/api/v1/keys");

        Assert.Equal(401, answer.Status);
    }

    [Theory]
    [InlineData("?key=")]
    [InlineData("?access_token=")]
    [InlineData("?code=")]
    public async Task A_key_in_the_address_opens_nothing_and_is_not_repeated(string query)
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();

        var answer = await app.Client.AskAsync("/api/v1/events/e" + query + key);

        Assert.Equal(401, answer.Status);
        Assert.DoesNotContain(key, answer.Body, StringComparison.Ordinal);
    }
}
