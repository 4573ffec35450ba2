using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsTrails.Functions.Tests.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>
/// Speaks to the published program as a Functions host was measured to do. It reads the app's folder, starts the program, asks whether it is there, forwards what
/// comes from outside, calls timer functions, and at the end kills it. Timers run when a test says so.
/// </summary>
internal sealed class LocalFunctionsHost : IAsyncDisposable
{
    public const string SetupToken = TestApp.SetupToken;

    /// <summary>What the host takes of a body; more is an empty 500.</summary>
    public const long BodyLimit = 104_857_600;

    private static readonly TimeSpan Initialization = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly WebApplication _front;
    private readonly HostForwarding _forwarding;
    private bool _isStopped;

    private LocalFunctionsHost(FunctionApp app, HandlerProcess handler, WebApplication front, HostForwarding forwarding)
    {
        App = app;
        Handler = handler;
        _front = front;
        _forwarding = forwarding;
        Client = new HttpClient { BaseAddress = new Uri(front.Urls.First()), Timeout = Patience };
        _ = StopWhenGivenUpAsync();
    }

    public FunctionApp App { get; }

    public HandlerProcess Handler { get; }

    /// <summary>Reaches the host from outside. Sends no key.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts the host on a published folder and waits until the program has answered it.</summary>
    /// <param name="folder">The app.</param>
    /// <param name="storage">A connection string.</param>
    /// <param name="settings">Further app settings as <c>OpsTrails__Name=value</c>. Rates are unlimited unless set here.</param>
    public static async Task<LocalFunctionsHost> StartAsync(string folder, string storage, params string[] settings)
    {
        var app = new FunctionApp(folder);
        Assert.True(app.ForwardsByProxy, "This host forwards by proxy only.");
        var handler = new HandlerProcess(app, HostPort.Free(), Settings(storage, settings));
        try
        {
            await WhenReadyAsync(handler);
            var (front, forwarding) = await OpenAsync(app, handler.Port);
            return new LocalFunctionsHost(app, handler, front, forwarding);
        }
        catch (Exception e)
        {
            // What it wrote is heard to its end only when it has ended.
            await handler.DisposeAsync();
            throw new InvalidOperationException("The program did not answer its host.\n" + handler.Output, e);
        }
    }

    public HttpClient ClientWith(string bearer)
    {
        var client = new HttpClient { BaseAddress = Client.BaseAddress, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return client;
    }

    /// <summary>Makes a key over the API, from outside.</summary>
    public async Task<string> CreateKeyAsync(string scope = "READ_WRITE")
    {
        using var client = ClientWith(SetupToken);
        using var response = await client.PostAsync(new Uri("/api/v1/keys", UriKind.Relative), JsonContent.Create(new { name = "test", scope }));
        Assert.True(response.IsSuccessStatusCode, $"No key could be made: {response.StatusCode}.\n{Handler.Output}");
        return (await response.ReadJsonAsync()).GetProperty("data").GetProperty("key").GetString()!;
    }

    /// <summary>Calls a timer function once.</summary>
    public Task<Invocation> RunTimerAsync(string function) => Invocation.OfTimerAsync(App.Functions.Single(file => file.Name == function && file.IsTimer), Handler.Port);

    /// <summary>Stops as on SIGTERM: lets running requests end, and kills the program.</summary>
    public async Task StopAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await _front.StopAsync();
        await Handler.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        await _front.DisposeAsync();
        _forwarding.Dispose();
    }

    private static Dictionary<string, string> Settings(string storage, IEnumerable<string> settings)
    {
        var all = new Dictionary<string, string>
        {
            ["FUNCTIONS_WORKER_RUNTIME"] = "custom",
            ["AzureWebJobsStorage"] = storage,
            ["OpsTrails__Storage"] = storage,
            ["OpsTrails__SetupToken"] = SetupToken,
            ["OpsTrails__Rates__PerKeyPerSecond"] = "0",
            ["OpsTrails__Rates__UnknownPerSecond"] = "0",
        };
        foreach (var setting in settings)
            all[setting[..setting.IndexOf('=', StringComparison.Ordinal)]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];
        return all;
    }

    private static async Task WhenReadyAsync(HandlerProcess handler)
    {
        using var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{handler.Port}")) };
        using var patience = new CancellationTokenSource(Initialization);
        while (true)
        {
            try
            {
                using var any = await client.GetAsync(new Uri("/", UriKind.Relative), patience.Token);
                return;
            }
            catch (HttpRequestException) when (!handler.GaveUp.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static async Task<(WebApplication Front, HostForwarding Forwarding)> OpenAsync(FunctionApp app, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = BodyLimit);
        builder.Services.AddHttpForwarder();
        var front = builder.Build();
        var forwarding = new HostForwarding(front.Services.GetRequiredService<IHttpForwarder>(), port);
        front.Use(async (context, next) =>
        {
            try
            {
                if (context.Request.Path.Value!.Contains("//", StringComparison.Ordinal))
                    HostForwarding.AnswerEmpty(context, StatusCodes.Status404NotFound);
                else
                    await next(context);
            }
            catch (BadHttpRequestException) when (!context.Response.HasStarted)
            {
                HostForwarding.AnswerEmpty(context, StatusCodes.Status500InternalServerError);
            }
        });
        front.UseRouting();
        foreach (var function in app.Functions.Where(function => function.IsHttp))
        {
            var route = app.RoutePrefix + "/" + function.Trigger.GetProperty("route").GetString();
            if (function.Trigger.TryGetProperty("methods", out var methods))
                front.MapMethods(route, methods.EnumerateArray().Select(method => method.GetString()!), forwarding.ForwardAsync);
            else
                front.Map(route, forwarding.ForwardAsync);
        }
        await front.StartAsync();
        return (front, forwarding);
    }

    private async Task StopWhenGivenUpAsync()
    {
        await Handler.GaveUp;
        await StopAsync();
    }
}
