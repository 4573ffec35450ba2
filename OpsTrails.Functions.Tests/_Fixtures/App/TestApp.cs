using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Derivation;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.People;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The whole program in this process, on a free loopback port, met over real HTTP.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    public const string SetupToken = "a-setup-token-for-tests-of-40-characters";

    private readonly WebApplication _app;
    private readonly TemporaryFolder? _ownFolder;

    private TestApp(WebApplication app, TemporaryFolder? ownFolder, LogLines log)
    {
        _app = app;
        _ownFolder = ownFolder;
        Log = log;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>Sends no key.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public OrganizationId Organization => Services.GetRequiredService<Installation>().Organization;

    /// <summary>The store as the program sees it, limits and metering included.</summary>
    public ITableStore Store => Services.GetRequiredService<ITableStore>();

    /// <summary>Every line logged so far.</summary>
    public LogLines Log { get; }

    /// <param name="storage">A folder or connection string; a folder of its own, deleted at the end, when null.</param>
    /// <param name="configure">Has the last word before the program is built.</param>
    /// <param name="settings">Further settings as <c>OpsTrails:Name=value</c>. Rates are unlimited unless set here.</param>
    public static Task<TestApp> StartAsync(
        string? storage = null,
        Action<WebApplicationBuilder>? configure = null,
        params string[] settings
    ) => StartAsync(storage, configure, isUnderHost: false, settings);

    /// <summary>
    /// Starts the program as it behaves under a Functions host, met directly: it answers before its store is open, and its own loops do
    /// nothing. What the host and the worker's packages add is met by <see cref="TestFunctionsHost"/>.
    /// </summary>
    /// <inheritdoc cref="StartAsync(string?, Action{WebApplicationBuilder}?, string[])"/>
    public static Task<TestApp> StartUnderHostAsync(Action<WebApplicationBuilder>? configure = null, params string[] settings) =>
        StartAsync(null, configure, isUnderHost: true, settings);

    private static async Task<TestApp> StartAsync(
        string? storage,
        Action<WebApplicationBuilder>? configure,
        bool isUnderHost,
        string[] settings
    )
    {
        var folder = storage is null ? new TemporaryFolder() : null;
        var log = new LogLines();
        string[] args =
        [
            "--urls=http://127.0.0.1:0",
            "--environment=Production",
            "--OpsTrails:Storage=" + (storage ?? folder!.Path),
            "--OpsTrails:SetupToken=" + SetupToken,
            "--OpsTrails:Rates:PerKeyPerSecond=0",
            "--OpsTrails:Rates:UnknownPerSecond=0",
            .. settings.Select(setting => "--" + setting),
        ];
        var app = OpsTrailsApp.Create(
            args,
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(log);
                if (isUnderHost)
                    builder.Services.AddSingleton(FunctionsHost.Present(builder.Configuration));
                configure?.Invoke(builder);
            }
        );
        if (isUnderHost)
        {
            _ = app.Services.GetRequiredService<IOptions<OpsTrailsOptions>>().Value;
            app.Services.GetRequiredService<Installation>().BeginOpening(app.Logger);
        }
        else
        {
            await OpsTrailsApp.OpenAsync(app, TextWriter.Null);
        }
        await app.StartAsync();

        // The program sweeps and derives once at its start. What a test counts, or leaves to be swept, comes after that.
        if (!isUnderHost)
        {
            await Eventually.TrueAsync(() => app.Services.GetRequiredService<SweepRuns>().Ended > 0);
            await Eventually.TrueAsync(() => app.Services.GetRequiredService<DerivationRuns>().Ended > 0);
        }
        return new TestApp(app, folder, log);
    }

    /// <summary>Makes a key over the API.</summary>
    public async Task<string> CreateKeyAsync(string scope = "READ_WRITE", string? expiresAt = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys")
        {
            Content = JsonContent.Create(
                new
                {
                    name = "test",
                    scope,
                    expiresAt,
                }
            ),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SetupToken);
        using var response = await Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        return json.RootElement.GetProperty("data").GetProperty("key").GetString()!;
    }

    /// <summary>A client that sends a new key of this scope.</summary>
    public async Task<HttpClient> ClientWithKeyAsync(string scope = "READ_WRITE") => ClientWith(await CreateKeyAsync(scope));

    public HttpClient ClientWith(string bearer)
    {
        var client = new HttpClient { BaseAddress = Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _ownFolder?.Dispose();
    }
}

internal static class TestRequests
{
    public static Task<HttpResponseMessage> PostEventAsync(this HttpClient client, string json, string mediaType = "application/json") =>
        client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), new StringContent(json, Encoding.UTF8, mediaType));

    /// <summary>The JSON of a successful answer.</summary>
    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string address)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.ReadJsonAsync();
    }

    /// <summary>The body as JSON; fails when it is none, whatever the status.</summary>
    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return json.RootElement.Clone();
    }
}
