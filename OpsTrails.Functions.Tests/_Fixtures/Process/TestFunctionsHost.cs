using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsTrails.Functions.Tests.Package.Rpc;
using Yarp.ReverseProxy.Forwarder;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// A Functions host for tests: reads a published folder, starts its worker, speaks the host's protocol to it, and proxies what comes from
/// outside. Timers run when a test says so.
/// </summary>
internal sealed class TestFunctionsHost : IAsyncDisposable
{
    public const string SetupToken = TestApp.SetupToken;

    /// <summary>The host's own limit of a body. It answers more with an empty 500.</summary>
    public const long BodyLimit = 104_857_600;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(100);

    private readonly WebApplication _rpc;
    private readonly WebApplication _front;
    private readonly Link _link;
    private bool _isStopped;

    private TestFunctionsHost(FunctionApp app, WorkerProcess worker, WebApplication rpc, WebApplication front, Link link)
    {
        (App, Worker, _rpc, _front, _link) = (app, worker, rpc, front, link);
        Client = new HttpClient { BaseAddress = new Uri(front.Urls.First()), Timeout = ClientTimeout };
    }

    public FunctionApp App { get; }

    public WorkerProcess Worker { get; }

    /// <summary>The stream to the worker that runs now.</summary>
    public WorkerChannel Channel => _link.Channel!;

    /// <summary>What workers logged, as the host got it.</summary>
    public IEnumerable<RpcLog> Log => _link.Log;

    /// <summary>Reaches the host from outside. Sends no key.</summary>
    public HttpClient Client { get; }

    /// <summary>The https address; null without a certificate.</summary>
    public Uri? SecureAddress =>
        _front.Urls.FirstOrDefault(url => url.StartsWith("https:", StringComparison.Ordinal)) is { } url ? new Uri(url) : null;

    /// <summary>Starts the host on a published folder and waits until the worker has loaded its functions.</summary>
    /// <param name="folder">The app.</param>
    /// <param name="storage">A connection string.</param>
    /// <param name="settings">Further app settings as <c>OpsTrails__Name=value</c>. Rates are unlimited unless set here.</param>
    public static Task<TestFunctionsHost> StartAsync(string folder, string storage, params string[] settings) =>
        StartAsync(folder, storage, certificate: null, settings);

    /// <inheritdoc cref="StartAsync(string, string, string[])"/>
    public static async Task<TestFunctionsHost> StartAsync(
        string folder,
        string storage,
        X509Certificate2? certificate,
        params string[] settings
    )
    {
        var app = new FunctionApp(folder);
        var link = new Link(app);
        var rpc = await StartRpcAsync(link);
        var worker = new WorkerProcess(app, new Uri(rpc.Urls.First()).Port, Settings(storage, settings));
        try
        {
            var first = await Task.WhenAny(link.WhenReadyAsync(StartTimeout), worker.GaveUp);
            if (first == worker.GaveUp)
                throw new InvalidOperationException("The worker ended three times.");
            await first;
            return new TestFunctionsHost(app, worker, rpc, await OpenAsync(app, link, certificate), link);
        }
        catch (Exception e)
        {
            // What it wrote is complete only when it has ended.
            await worker.DisposeAsync();
            await rpc.DisposeAsync();
            throw new InvalidOperationException("The worker isn't ready.\n" + worker.Output, e);
        }
    }

    public HttpClient ClientWith(string bearer)
    {
        var client = new HttpClient { BaseAddress = Client.BaseAddress, Timeout = ClientTimeout };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return client;
    }

    /// <summary>Makes a key over the API, from outside.</summary>
    public async Task<string> CreateKeyAsync(string scope = "READ_WRITE")
    {
        using var client = ClientWith(SetupToken);
        using var response = await client.PostAsync(
            new Uri("/api/v1/keys", UriKind.Relative),
            JsonContent.Create(new { name = "test", scope })
        );
        Assert.True(response.IsSuccessStatusCode, Told($"No key could be made: {response.StatusCode}."));
        return (await response.ReadJsonAsync()).GetProperty("data").GetProperty("key").GetString()!;
    }

    /// <summary>A failure together with what the worker wrote and logged.</summary>
    public string Told(string failure) =>
        string.Join(
            '\n',
            [
                failure,
                Worker.Output,
                .. Log.Select(line => $"{line.Level} {line.Category} {line.EventId} {line.Message} {line.Exception?.Message}"),
            ]
        );

    /// <summary>Calls a timer function once.</summary>
    public Task<InvocationResult> RunTimerAsync(string function, CancellationToken cancel = default)
    {
        var timer = new TypedData { Json = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""" };
        return Channel.CallAsync(function, Guid.NewGuid().ToString(), timer, cancel);
    }

    /// <summary>Asks the worker to end, as the host does when it stops.</summary>
    /// <returns>Its exit code; null when it didn't end in time and was killed.</returns>
    public Task<int?> TerminateWorkerAsync(TimeSpan grace) => Worker.StopAsync(() => Channel.Terminate(grace), grace);

    /// <summary>Stops as on SIGTERM: lets running requests end, then ends the worker.</summary>
    public async Task StopAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await _front.StopAsync();
        if (_link.Channel is not null)
            await TerminateWorkerAsync(TimeSpan.FromSeconds(30));
        await Worker.DisposeAsync();
        await _rpc.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        await _front.DisposeAsync();
        await _rpc.DisposeAsync();
    }

    private static Dictionary<string, string> Settings(string storage, IEnumerable<string> settings)
    {
        var all = new Dictionary<string, string>
        {
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["AzureWebJobsStorage"] = storage,
            ["OpsTrails__Storage"] = storage,
            ["OpsTrails__SetupToken"] = SetupToken,
            ["OpsTrails__Rates__PerKeyPerSecond"] = "0",
            ["OpsTrails__Rates__UnknownPerSecond"] = "0",
        };
        foreach (var setting in settings)
            all[setting[..setting.IndexOf('=', StringComparison.Ordinal)]] = setting[
                (setting.IndexOf('=', StringComparison.Ordinal) + 1)..
            ];
        return all;
    }

    private static async Task<WebApplication> StartRpcAsync(Link link)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(link);
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        var rpc = builder.Build();
        rpc.MapGrpcService<Service>();
        await rpc.StartAsync();
        return rpc;
    }

    private static async Task<WebApplication> OpenAsync(FunctionApp app, Link link, X509Certificate2? certificate)
    {
        var http = app.Functions.Single(function => function.IsHttp);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseUrls(certificate is null ? "http://127.0.0.1:0" : "http://127.0.0.1:0;https://127.0.0.1:0")
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = BodyLimit;
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
            });
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(provider => new HostForwarding(provider.GetRequiredService<IHttpForwarder>(), http.Name));
        var front = builder.Build();
        var forwarding = front.Services.GetRequiredService<HostForwarding>();
        front.Run(async context =>
        {
            try
            {
                if (context.Request.Path.Value!.Contains("//", StringComparison.Ordinal))
                    HostForwarding.AnswerEmpty(context, StatusCodes.Status404NotFound);
                else if (link.Channel is { Ready.IsCompletedSuccessfully: true } worker)
                    await forwarding.ForwardAsync(context, worker);
                else
                    HostForwarding.AnswerEmpty(context, StatusCodes.Status500InternalServerError);
            }
            catch (Microsoft.AspNetCore.Http.BadHttpRequestException) when (!context.Response.HasStarted)
            {
                HostForwarding.AnswerEmpty(context, StatusCodes.Status500InternalServerError);
            }
        });
        await front.StartAsync();
        return front;
    }

    /// <summary>Holds the stream of the worker that runs now.</summary>
    private sealed class Link(FunctionApp app)
    {
        private readonly TaskCompletionSource<WorkerChannel> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<RpcLog> Log { get; } = new();

        public volatile WorkerChannel? Channel;

        public async Task WhenReadyAsync(TimeSpan timeout)
        {
            var channel = await _first.Task.WaitAsync(timeout, TimeProvider.System);
            await channel.Ready.WaitAsync(timeout, TimeProvider.System);
        }

        public async Task TalkAsync(
            IAsyncStreamReader<StreamingMessage> incoming,
            IServerStreamWriter<StreamingMessage> outgoing,
            CancellationToken cancel
        )
        {
            var channel = new WorkerChannel(app, Log);
            Channel = channel;
            _first.TrySetResult(channel);
            try
            {
                await channel.RunAsync(incoming, outgoing, cancel);
            }
            finally
            {
                Interlocked.CompareExchange(ref Channel, null, channel);
            }
        }
    }

    private sealed class Service(Link link) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream,
            IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context
        )
        {
            try
            {
                await link.TalkAsync(requestStream, responseStream, context.CancellationToken);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The worker has gone.
            }
        }
    }
}
