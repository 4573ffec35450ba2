using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.SavedFilters;

public sealed class FilterEndpointTests
{
    private const string Address = "/api/v1/filters";

    [Fact]
    public async Task A_filter_comes_back_as_it_was_saved_with_who_and_when()
    {
        await using var app = await TestApp.StartAsync(configure: TestClock.AtNoon().AddTo);
        using var client = await app.ClientWithKeyAsync();

        var saved = await client.AskAsync(
            HttpMethod.Post,
            Address,
            """{"name":"  Produkcja 🚀 ","query":"subject:PRODUCTION \"a \\\" b\" -type:test","range":"-7d"}"""
        );
        var list = await client.AskAsync(Address);

        Assert.Equal(201, saved.Status);
        Assert.Equal(
            ["id", "name", "query", "range", "createdAt", "createdBy"],
            saved.Data.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            ("Produkcja 🚀", "subject:PRODUCTION \"a \\\" b\" -type:test", "-7d", "2026-06-01T12:00:00.000Z"),
            (saved.Text("name"), saved.Text("query"), saved.Text("range"), saved.Text("createdAt"))
        );
        Assert.StartsWith("key:k", saved.Text("createdBy"), StringComparison.Ordinal);
        Assert.Equal(saved.Data.GetRawText(), Assert.Single(list.Data.EnumerateArray()).GetRawText());
    }

    [Fact]
    public async Task A_person_saves_them_too_and_is_named()
    {
        await using var app = await TestApp.StartAsync();
        using var person = await Browser.SignInAsync(app);

        var saved = await SaveAsync(person.Client, "mine", "");

        Assert.Equal(201, saved.Status);
        Assert.StartsWith("person:", saved.Text("createdBy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filters_are_listed_by_name_until_they_are_deleted_on_every_store(bool azure)
    {
        await using var azurite = azure ? await AzuriteServer.StartAsync() : null;
        await using var app = await TestApp.StartAsync(azurite?.ConnectionString);
        using var client = await app.ClientWithKeyAsync();
        var other = (await SaveAsync(client, "incidents", "type:incident")).Text("id");
        await SaveAsync(client, "Deployments", "type:deployment");
        await SaveAsync(client, "everything", "");

        var deleted = await client.AskAsync(HttpMethod.Delete, $"{Address}/{other}");
        var again = await client.AskAsync(HttpMethod.Delete, $"{Address}/{other}");

        Assert.Equal((200, "incidents"), (deleted.Status, deleted.Text("name")));
        Assert.Equal((404, "NOT_FOUND"), (again.Status, again.Code));
        Assert.Equal(["Deployments", "everything"], await NamesAsync(client));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_and_named_whatever_its_letter_case()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        await SaveAsync(client, "Production", "subject:PRODUCTION");

        var refused = await SaveAsync(client, "PRODUCTION", "");

        Assert.Equal((409, "CONFLICT"), (refused.Status, refused.Code));
        Assert.Contains("\"Production\"", refused.Error, StringComparison.Ordinal);
        Assert.Equal("subject:PRODUCTION", (await client.AskAsync(Address)).Data[0].GetProperty("query").GetString());
    }

    [Fact]
    public async Task An_organization_keeps_a_hundred_of_the_longest_and_says_so_at_the_next()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var app = await TestApp.StartAsync(azurite.ConnectionString);
        using var client = await app.ClientWithKeyAsync();
        var query = string.Concat(Enumerable.Repeat("🚀", 500));
        for (var i = 0; i < 100; i++)
            Assert.Equal(201, (await SaveAsync(client, string.Concat(Enumerable.Repeat("🚀", 97)) + $"{i:D3}", query)).Status);

        var refused = await SaveAsync(client, "one more", "");

        Assert.Equal((409, "CONFLICT"), (refused.Status, refused.Code));
        Assert.Contains("at most 100", refused.Error, StringComparison.Ordinal);
        Assert.Equal(100, (await client.AskAsync(Address)).Data.GetArrayLength());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_who_take_one_name_at_once_one_gets_it_and_of_many_names_none_is_lost(bool azure)
    {
        await using var azurite = azure ? await AzuriteServer.StartAsync() : null;
        await using var app = await TestApp.StartAsync(azurite?.ConnectionString);
        using var client = await app.ClientWithKeyAsync();

        var same = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SaveAsync(client, "same", "")));
        var own = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SaveAsync(client, $"own {i}", "")));

        Assert.Equal([201, .. Enumerable.Repeat(409, 7)], same.Select(answer => answer.Status).Order());
        Assert.All(own, answer => Assert.Equal(201, answer.Status));
        Assert.Equal(9, (await NamesAsync(client)).Count);
    }

    [Theory]
    [InlineData("{}", "name: is required; query: is required. Send \"\" for all events.")]
    [InlineData(
        """{"name":"x","query":"colour:red \"a","range":"yesterday"}""",
        "query: unknown field \"colour\" (column 1). Use type, source, subject, severity or version. "
            + "Put text that contains a colon in double quotes; query: unclosed double quote (column 12). Add the closing one; "
            + "range: \"yesterday\" is not a span. Send one such as -24h, -7d or -4w, or null."
    )]
    [InlineData(
        """{"name":5,"query":null,"more":1}""",
        "\"more\": is unknown. Use name, query or range; name: must be a string, not a number; "
            + "query: is required. Send \"\" for all events."
    )]
    public async Task Every_error_of_a_filter_is_named(string body, string error)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.AskAsync(HttpMethod.Post, Address, body);

        Assert.Equal((400, error), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData("READ_ONLY", 200, 403, 403)]
    [InlineData("READ_WRITE", 200, 201, 404)]
    [InlineData("ADMIN", 200, 201, 404)]
    [InlineData("setup token", 403, 403, 403)]
    public async Task Readers_list_saved_filters_and_writers_save_and_delete_them(string scope, int list, int save, int delete)
    {
        await using var app = await TestApp.StartAsync();
        using var client = scope == "setup token" ? app.ClientWith(TestApp.SetupToken) : await app.ClientWithKeyAsync(scope);

        int[] statuses =
        [
            (await client.AskAsync(Address)).Status,
            (await SaveAsync(client, "x", "")).Status,
            (await client.AskAsync(HttpMethod.Delete, Address + "/nothing")).Status,
        ];

        Assert.Equal([list, save, delete], statuses);
    }

    [Fact]
    public async Task The_list_costs_one_read_and_a_change_two_requests()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        using var client = await app.ClientWithKeyAsync();
        await SaveAsync(client, "first", "");
        var (reads, writes) = (
            tap.Begun(Tables.Filters, "read", app.Organization.Value),
            tap.Begun(Tables.Filters, "write", app.Organization.Value)
        );

        await client.AskAsync(Address);

        Assert.Equal(
            (1, 0),
            (
                tap.Begun(Tables.Filters, "read", app.Organization.Value) - reads,
                tap.Begun(Tables.Filters, "write", app.Organization.Value) - writes
            )
        );
        Assert.Equal((1, 1), (reads, writes));
    }

    private static Task<Answer> SaveAsync(HttpClient client, string name, string query) =>
        client.AskAsync(HttpMethod.Post, Address, System.Text.Json.JsonSerializer.Serialize(new { name, query }));

    private static async Task<IReadOnlyList<string?>> NamesAsync(HttpClient client) =>
        [.. (await client.AskAsync(Address)).Data.EnumerateArray().Select(filter => filter.GetProperty("name").GetString())];
}

file static class FilterAnswers
{
    public static string? Text(this Answer answer, string member) => answer.Data.GetProperty(member).GetString();
}
