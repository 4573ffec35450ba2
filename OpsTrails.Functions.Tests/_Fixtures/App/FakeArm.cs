using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>A management API on a loopback port that has what <see cref="PredictedAzure"/> says, until a test changes it.</summary>
internal sealed class FakeArm : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeArm(WebApplication app, PredictedAzure azure) => (_app, Azure) = (app, azure);

    public PredictedAzure Azure { get; }

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Tokens that requests came with.</summary>
    public List<string> Tokens { get; } = [];

    public static async Task<FakeArm> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeArm(builder.Build(), new PredictedAzure());
        fake._app.Run(fake.AnswerAsync);
        await fake._app.StartAsync(TestContext.Current.CancellationToken);
        fake.Client = new HttpClient { BaseAddress = new Uri(fake._app.Urls.Single() + "/") };
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Tokens.Add(context.Request.Headers.Authorization.ToString());
        var path = context.Request.Path.Value!;
        if (Azure.Refused == path)
        {
            context.Response.StatusCode = 403;
            return;
        }
        var found = context.Request.Query["api-version"].Count == 1 ? Find(context.Request, path) : null;
        context.Response.StatusCode = found is null ? 404 : 200;
        await context.Response.WriteAsync(found?.ToJsonString() ?? "{}", context.RequestAborted);
    }

    private JsonNode? Find(HttpRequest request, string path)
    {
        if (request.Method == "POST")
            return path.EndsWith("/config/appsettings/list", StringComparison.Ordinal) ? Azure.Get(path[..^"/list".Length]) : null;
        if (Azure.Get(path) is { } one)
            return one;

        // The id of a resource is the provider and pairs of type and name; anything else is a list.
        if (path.Split("/providers/") is [_, .., var own] && own.Split('/').Length % 2 == 1)
            return null;

        var items = path.EndsWith("/roleAssignments", StringComparison.Ordinal)
            ? Azure.RolesOf(request.Query["$filter"].ToString().Split('\'')[1])
            : Azure.List(path);

        // In pages of ten.
        var skip = int.TryParse(request.Query["skip"], out var given) ? given : 0;
        var page = new JsonObject { ["value"] = new JsonArray([.. items.Skip(skip).Take(10).Select(item => item.DeepClone())]) };
        if (items.Count > skip + 10)
            page["nextLink"] = $"{request.Scheme}://{request.Host}{path}?api-version=x&skip={skip + 10}";
        return page;
    }
}
