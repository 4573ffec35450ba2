using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>Answers to requests that fail on the server.</summary>
public sealed class FailureTests
{
    private const string Detail = "detail-that-is-nobodys-business";

    [Theory]
    [InlineData(Tables.Ledger)]
    [InlineData(Tables.Keys)]
    public async Task An_exception_becomes_a_500_without_details(string table)
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        using var client = await app.ClientWithKeyAsync();
        tap.FailWhen(call => call.Table == table, new InvalidOperationException(Detail));

        var answer = await client.RecordAsync(AnEvent.Json("e"));

        Assert.Equal(
            (500, "INTERNAL_ERROR", "application/json; charset=utf-8"),
            (answer.Status, answer.Code, answer.Header("content-type"))
        );
        AssertTellsNoDetail(answer);
        Assert.Contains(app.Log.All, line => line.Contains(Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Tables.Ledger, "POST", "/api/v1/events")]
    [InlineData(Tables.Keys, "POST", "/api/v1/events")]
    [InlineData(Tables.Ledger, "GET", "/api/v1/events/e")]
    public async Task A_store_that_does_not_answer_becomes_a_503_with_a_time_to_wait(string table, string method, string path)
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        using var client = await app.ClientWithKeyAsync();
        tap.FailWhen(call => call.Table == table, new StorageUnavailableException(Detail));

        var answer = await client.AskAsync(new HttpMethod(method), path, method == "POST" ? AnEvent.Json("e") : null);

        Assert.Equal((503, "SERVICE_UNAVAILABLE", "5"), (answer.Status, answer.Code, answer.Header("retry-after")));
        AssertTellsNoDetail(answer);
    }

    [Fact]
    public async Task The_app_goes_on_after_failures()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        using var client = await app.ClientWithKeyAsync();
        tap.FailWhen(_ => true, new InvalidOperationException(Detail));
        await client.RecordAsync(AnEvent.Json("e"));

        tap.Heal();
        var answer = await client.RecordAsync(AnEvent.Json("e"));

        Assert.Equal(201, answer.Status);
    }

    [Fact]
    public async Task Problem_details_of_a_500_have_no_details_either()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        using var client = await app.ClientWithKeyAsync();
        tap.FailWhen(call => call.Table == Tables.Ledger, new InvalidOperationException(Detail));

        var answer = await client.AskAsync(
            HttpMethod.Post,
            "/api/v1/events",
            AnEvent.Json("e"),
            headers: "Accept: application/problem+json"
        );

        Assert.Equal((500, "application/problem+json"), (answer.Status, answer.Header("content-type")));
        AssertTellsNoDetail(answer);
    }

    private static void AssertTellsNoDetail(Answer answer)
    {
        var told = answer.Body + string.Join('\n', answer.Headers.Values);
        Assert.DoesNotContain(Detail, told, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", told, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
    }
}
