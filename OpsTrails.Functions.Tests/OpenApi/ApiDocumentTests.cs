using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.OpenApi;

/// <summary>The document is made once and sent as often as asked for.</summary>
public sealed class ApiDocumentTests
{
    private const string Address = "/openapi/v1.json";
    private const int Callers = 40;

    [Fact]
    public async Task It_is_made_once_for_many_callers_at_once()
    {
        var made = 0;
        await using var app = await TestApp.StartAsync(configure: builder =>
            builder.Services.Configure<OpenApiOptions>(
                "v1",
                options =>
                    options.AddDocumentTransformer(
                        async (_, _, cancel) =>
                        {
                            Interlocked.Increment(ref made);
                            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancel);
                        }
                    )
            )
        );

        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => app.Client.AskAsync(Address)));
        var again = await app.Client.AskAsync(Address);

        Assert.Equal(1, made);
        Assert.All(answers, answer => Assert.Equal((200, again.Body), (answer.Status, answer.Body)));
    }

    [Fact]
    public async Task A_making_that_failed_is_not_kept()
    {
        var made = 0;
        await using var app = await TestApp.StartAsync(configure: builder =>
            builder.Services.Configure<OpenApiOptions>(
                "v1",
                options =>
                    options.AddDocumentTransformer(
                        (_, _, _) => ++made == 1 ? throw new InvalidOperationException("The first fails.") : Task.CompletedTask
                    )
            )
        );

        Assert.Equal(500, (await app.Client.AskAsync(Address)).Status);
        Assert.Equal(200, (await app.Client.AskAsync(Address)).Status);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("identity", null)]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    public async Task It_is_kept_compressed_and_sent_again_only_to_those_who_lack_it(string accepted, string? encoding)
    {
        await using var app = await TestApp.StartAsync();
        var plain = (await app.Client.AskAsync(Address)).Body;

        var (status, headers, body) = await GetAsync(app, accepted, null);
        var (again, _, nothing) = await GetAsync(app, accepted, headers["etag"]);
        var (weak, _, _) = await GetAsync(app, accepted, "\"x\", W/" + headers["etag"]);
        var (any, _, _) = await GetAsync(app, accepted, "*");
        var (other, _, _) = await GetAsync(app, accepted, "\"x\"");

        Assert.Equal((200, encoding), (status, headers.GetValueOrDefault("content-encoding")));
        Assert.Equal(plain, PackedAnswers.Unpack(body, encoding));
        Assert.Matches("^\"[0-9a-f]{16}(-br|-gzip)?\"$", headers["etag"]);
        Assert.Equal(("Accept-Encoding", "no-cache"), (headers["vary"], headers["cache-control"]));
        Assert.Equal((304, 304, 304, 200), (again, weak, any, other));
        Assert.Empty(nothing);
        Assert.True(encoding is null || body.Length < plain.Length / 5);
    }

    [Fact]
    public async Task Each_encoding_has_a_tag_of_its_own()
    {
        await using var app = await TestApp.StartAsync();

        var tags = new HashSet<string>();
        foreach (var accepted in (string[])["", "gzip", "br"])
            tags.Add((await GetAsync(app, accepted, null)).Headers["etag"]);

        Assert.Equal(3, tags.Count);
        Assert.Equal(200, (await GetAsync(app, "gzip", tags.Single(tag => tag.Contains("br", StringComparison.Ordinal)))).Status);
    }

    private static Task<(int Status, Dictionary<string, string> Headers, byte[] Body)> GetAsync(TestApp app, string accepted, string? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Address);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return app.Client.SendPackedAsync(request, accepted);
    }
}
