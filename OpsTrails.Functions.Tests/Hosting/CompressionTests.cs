using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>JSON is compressed for those who accept it, unless it carries a secret or goes on.</summary>
public sealed class CompressionTests(CompressedProgram program) : IClassFixture<CompressedProgram>
{
    /// <summary>Names of members that are secrets elsewhere, each with why it is none here.</summary>
    private static readonly string[] SecretWords =
    [
        "key",
        "token",
        "secret",
        "password",
        "url",
        "link",
        "location",
        "code",
        "hash",
        "nonce",
    ];

    private static readonly Dictionary<string, string> NoSecrets = new()
    {
        ["ErrorAnswer.Code"] = "one of the codes of errors",
        ["BatchItemAnswer.Code"] = "one of the codes of errors",
        ["BatchRefusalAnswer.Code"] = "one of the codes of errors",
        ["BatchProblemAnswer.Code"] = "one of the codes of errors",
        ["LinkPatternShape.Url"] = "the address of a ticket system, shown to everyone",
    };

    [Fact]
    public void Every_endpoint_whose_answer_has_a_secret_is_left_uncompressed()
    {
        var compression = program.App.Services.GetRequiredService<IResponseCompressionProvider>();
        var secret = new List<string>();
        foreach (var route in Routes().Where(route => route.Metadata.GetMetadata<ApiOperation>() is not null))
        {
            var operation = route.Metadata.GetMetadata<ApiOperation>()!;
            var members = operation.Answers.SelectMany(answer => Secrets.MembersOf(answer.Shape)).ToList();
            var named = members
                .Where(member => SecretWords.Any(word => member.Name.EndsWith(word, StringComparison.OrdinalIgnoreCase)))
                .Where(member => !NoSecrets.ContainsKey($"{member.DeclaringType!.Name}.{member.Name}"));

            Assert.All(named, member => Assert.True(member.IsDefined(typeof(SecretAttribute), false), $"{operation.Name}: {member.Name}"));
            if (members.Any(member => member.IsDefined(typeof(SecretAttribute), false)))
                secret.Add(operation.Name);
            Assert.Equal(
                !secret.Contains(operation.Name) && !operation.IsStream,
                Compression.Applies(route) && compression.ShouldCompressResponse(LargeAnswerOf(route))
            );
        }

        Assert.Equal(
            ["beginSignIn", "getSession", "issueKey", "makeInvitation", "makeSignInLink", "signIn"],
            secret.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip;q=1, br;q=0", "gzip")]
    [InlineData("deflate, zstd", null)]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task An_answer_is_the_same_in_every_encoding(string accepted, string? encoding)
    {
        foreach (var address in CompressedProgram.Addresses)
        {
            var (_, _, plain) = await SendAsync(HttpMethod.Get, address, null);

            var (status, headers, body) = await SendAsync(HttpMethod.Get, address, accepted);

            Assert.Equal((address, 200, encoding), (address, status, headers.GetValueOrDefault("content-encoding")));
            Assert.Equal("Accept-Encoding", headers["vary"]);
            Assert.Equal(encoding is null, headers.ContainsKey("content-length"));
            Assert.Equal(Encoding.UTF8.GetString(plain), PackedAnswers.Unpack(body, encoding));
            Assert.True(encoding is null || body.Length < plain.Length / 2, $"{address}: {body.Length} of {plain.Length}");
        }
    }

    [Fact]
    public async Task A_large_event_comes_back_byte_by_byte()
    {
        using var client = program.App.ClientWith(program.Key);
        var text = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"Zażółć {i} "));
        var sent =
            AnEvent.Json("large").TrimEnd('}') + ""","data":{"n":1.50,"text":"TEXT"}}""".Replace("TEXT", text, StringComparison.Ordinal);
        var recorded = await client.RecordAsync(sent);
        Assert.True(recorded.Status == 201, recorded.Body);

        foreach (var encoding in (string[])["br", "gzip"])
        {
            var (_, headers, body) = await SendAsync(HttpMethod.Get, "/api/v1/events/large", encoding);

            Assert.Equal(encoding, headers["content-encoding"]);
            Assert.Equal(recorded.Body, PackedAnswers.Unpack(body, encoding));
        }
    }

    [Fact]
    public async Task A_long_error_is_compressed_and_a_short_one_is_not()
    {
        var wrong = "{" + string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"Unknown{i}\":1")) + "}";

        var (status, headers, body) = await SendAsync(HttpMethod.Post, "/api/v1/events", "gzip", wrong);
        var (missing, none, plain) = await SendAsync(HttpMethod.Get, "/api/v1/events/none", "gzip");

        Assert.Equal((400, "gzip"), (status, headers["content-encoding"]));
        Assert.Contains("Unknown59", PackedAnswers.Unpack(body, "gzip"), StringComparison.Ordinal);
        Assert.Equal((404, false), (missing, none.ContainsKey("content-encoding")));
        Assert.Contains("NOT_FOUND", Encoding.UTF8.GetString(plain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_revision_can_be_replaced_by_its_tag()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync("ADMIN");
        var text = new string('x', 2_000);
        await client.AskAsync(HttpMethod.Put, "/api/v1/context", text, "text/markdown");

        var packed = await client.AskAsync(HttpMethod.Get, "/api/v1/context", headers: "Accept-Encoding: br");
        var plain = await client.AskAsync("/api/v1/context");
        var tag = packed.Header("etag")!;
        var replaced = await client.AskAsync(HttpMethod.Put, "/api/v1/context", text + "y", "text/markdown", "If-Match: " + tag);
        var late = await client.AskAsync(HttpMethod.Put, "/api/v1/context", text + "z", "text/markdown", "If-Match: " + tag);

        Assert.Equal(("br", "W/" + plain.Header("etag")), (packed.Header("content-encoding"), tag));
        Assert.Equal((200, 409), (replaced.Status, late.Status));
    }

    [Fact]
    public async Task A_stream_is_not_compressed()
    {
        using var client = program.App.ClientWith(program.Key);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events/stream?after=begin");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");

        using var response = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(body);
        var first = await reader
            .ReadLineAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.StartsWith(":", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_poll_is_answered_at_once_and_compressed()
    {
        using var client = program.App.ClientWith(program.Key);
        var polling = SendAsync(HttpMethod.Get, "/api/v1/events?after=now&wait=20", "br");
        await Eventually.TrueAsync(async () =>
        {
            await client.RecordAsync(AnEvent.Batch(20, Guid.NewGuid() + "-"), "application/cloudevents-batch+json");
            return polling.IsCompleted;
        });

        var (status, headers, body) = await polling;

        Assert.Equal((200, "br"), (status, headers["content-encoding"]));
        Assert.Contains("nextCursor", PackedAnswers.Unpack(body, "br"), StringComparison.Ordinal);
    }

    private IEnumerable<RouteEndpoint> Routes() =>
        program.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>();

    private DefaultHttpContext LargeAnswerOf(RouteEndpoint route)
    {
        var context = new DefaultHttpContext { RequestServices = program.App.Services };
        context.SetEndpoint(route);
        context.Response.ContentType = "application/json; charset=utf-8";
        return context;
    }

    private async Task<(int Status, Dictionary<string, string> Headers, byte[] Body)> SendAsync(
        HttpMethod method,
        string address,
        string? accepted,
        string? json = null
    )
    {
        using var client = program.App.ClientWith(program.Key);
        var request = new HttpRequestMessage(method, address);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await client.SendPackedAsync(request, accepted);
    }
}

/// <summary>A program with a grid, pages and a feed that are worth compressing.</summary>
public sealed class CompressedProgram : SharedProgram
{
    internal static string[] Addresses { get; } =
    ["/api/v1/grid", "/api/v1/events?limit=100", "/api/v1/events?after=begin&limit=100", "/api/v1/types", "/api/v1/summary"];

    internal string Key { get; private set; } = "";

    private protected override Task<TestApp> StartAsync() => TestApp.StartAsync(configure: TestClock.AtNoon().AddTo);

    private protected override async Task PrepareAsync()
    {
        Key = await App.CreateKeyAsync("ADMIN");
        using var client = App.ClientWith(Key);
        for (var i = 0; i < 40; i++)
        {
            var answer = await client.RecordAsync(
                $$"""
                {"specversion":"1.0","id":"c-{{i}}","source":"system-{{i}}","subject":"STAGING","type":"type-{{i}}",
                "time":"2026-06-01T0{{i % 10}}:00:00Z","version":"1.{{i}}"}
                """
            );
            Assert.True(answer.Status == 201, answer.Body);
        }
        await App.SettleAsync();
    }
}
