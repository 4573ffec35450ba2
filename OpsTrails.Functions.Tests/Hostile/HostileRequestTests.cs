using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Hostile;

/// <summary>Everything that a client could get wrong, by accident or on purpose, sent to one app that has to stay well.</summary>
public sealed class HostileRequestTests
{
    private static readonly Dictionary<int, string[]> Codes = new()
    {
        [400] = ["VALIDATION_ERROR"],
        [401] = ["UNAUTHORIZED"],
        [404] = ["NOT_FOUND"],
        [405] = ["METHOD_NOT_ALLOWED"],
        [413] = ["PAYLOAD_TOO_LARGE"],
        [415] = ["UNSUPPORTED_MEDIA_TYPE"],
    };

    [Fact]
    public void The_corpus_does_not_shrink()
    {
        var corpus = Corpus(new HostileRequests("ot_" + new string('a', 49), TestApp.SetupToken)).ToList();

        Assert.InRange(corpus.Select(hostile => hostile.Class).Distinct().Count(), 75, int.MaxValue);
        Assert.InRange(corpus.Count, 850, int.MaxValue);
        Assert.Empty(corpus.GroupBy(hostile => hostile.ToString()).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public async Task A_key_sent_where_it_does_not_belong_is_not_repeated_in_an_answer_or_a_log()
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();
        var secret = key["ot_".Length..^1];

        var answers = new List<Answer>();
        foreach (
            var hostile in Corpus(new HostileRequests(key, TestApp.SetupToken))
                .Where(hostile => hostile.Request.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)) >= 0)
        )
            answers.Add(await RawHttp.SendAsync(app.Client.BaseAddress!, hostile.Request));

        Assert.NotEmpty(answers);
        Assert.DoesNotContain(
            answers,
            answer => (answer.Body + string.Concat(answer.Headers.Values)).Contains(secret, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            app.Log.All,
            line => line.Contains(secret, StringComparison.Ordinal) || line.Contains(TestApp.SetupToken, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Every_hostile_request_is_refused_in_JSON_and_leaves_nothing_behind()
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();
        using var client = app.ClientWith(key);

        var failures = new List<string>();
        foreach (var hostile in Corpus(new HostileRequests(key, TestApp.SetupToken)))
        {
            if (await FindFailureAsync(app.Client.BaseAddress!, hostile) is { } failure)
                failures.Add($"{hostile}: {failure}");
        }
        var good = await client.RecordAsync(
            """{"specversion":"1.0","type":"good","source":"good","time":"NOW","id":"good","subject":"good"}"""
        );
        await app.SettleAsync();

        Assert.True(failures.Count == 0, $"{failures.Count} cases:\n" + string.Join('\n', failures));
        Assert.Equal(201, good.Status);
        await AssertHoldsOnlyTheGoodEventAsync(app);
        Assert.DoesNotContain(
            app.Log.All,
            line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal)
        );
    }

    private static IEnumerable<HostileCase> Corpus(HostileRequests to) =>
        [
            .. EncodingCases.All(to),
            .. JsonCases.All(to),
            .. MemberCases.All(to),
            .. BinaryModeCases.All(to),
            .. HttpCases.All(to),
            .. AddressCases.All(to),
            .. AuthorizationCases.All(to),
            .. BatchAndKeyCases.All(to),
            .. FilterCases.All(to),
        ];

    private static async Task<string?> FindFailureAsync(Uri server, HostileCase hostile)
    {
        try
        {
            var answer = await RawHttp.SendAsync(server, hostile.Request);
            if (!hostile.PerItem)
                return FindFailure(answer.Status, answer.Json, answer);
            return answer.Status == 400 && answer.Code == "VALIDATION_ERROR" && answer.Data.GetArrayLength() > 0
                ? answer
                    .Data.EnumerateArray()
                    .Select(item => FindFailure(item.GetProperty("status").GetInt32(), item))
                    .FirstOrDefault(failure => failure is not null)
                : $"{answer.Status} {answer.Body}";
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException or OperationCanceledException)
        {
            return e.Message;
        }
    }

    private static string? FindFailure(int status, JsonElement json, Answer? answer = null)
    {
        if (!Codes.TryGetValue(status, out var codes))
            return $"{status} {json}";
        if (
            answer is not null
            && (
                json.GetProperty("success").ValueKind != JsonValueKind.False
                || answer.Header("content-type") != "application/json; charset=utf-8"
            )
        )
            return $"no failure in the envelope: {json}";
        if (json.GetProperty("error").GetString() is not { Length: > 0 })
            return $"no sentence: {json}";
        return codes.Contains(json.GetProperty("code").GetString()) ? null : $"{status} with the code {json.GetProperty("code")}";
    }

    private static async Task AssertHoldsOnlyTheGoodEventAsync(TestApp app)
    {
        var ledger = await app.RowsAsync(Tables.Ledger);
        Assert.Equal(["i", "n", "s"], ledger.Select(row => row.Key.Row.Split('~')[0]).Order());
        Assert.Equal("good", Assert.Single(ledger, row => row.Key.Row.StartsWith("i~", StringComparison.Ordinal)).Text("Id"));
        Assert.Equal("good", Assert.Single(await app.RowsAsync(Tables.Events)).Text("Id"));
        Assert.Equal("good", Assert.Single(await app.RowsAsync(Tables.Timeline)).Text("Id"));
        Assert.Equal("good", Assert.Single(await app.RowsAsync(Tables.Cells)).Text("Source"));
        Assert.Equal("good", Assert.Single(await app.RowsAsync(Tables.Facets)).Text("Value"));
        Assert.Equal(2, (await app.RowsAsync(Tables.Keys)).Count(row => !row.Key.Row.StartsWith("a~", StringComparison.Ordinal)));
        Assert.Empty(await app.RowsAsync(Tables.Filters));
    }
}
