using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Smoke;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// The program as it is reached at <c>ops.example.com</c>, by https and http, with something in front of it that breaks what a test says
/// and sends plain http on to https.
/// </summary>
internal sealed class SmokedApp : IAsyncDisposable
{
    /// <summary>As long as a busy machine may take; a long poll may wait no longer for an event.</summary>
    public static readonly SmokeTimeouts Long = new(
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1)
    );

    public const string Host = "ops.example.com";

    private readonly X509Certificate2 _certificate;

    private SmokedApp(TestApp app, X509Certificate2 certificate) => (App, _certificate) = (app, certificate);

    public TestApp App { get; }

    /// <param name="front">Stands before the program.</param>
    public static async Task<SmokedApp> StartAsync(Func<HttpContext, RequestDelegate, Task>? front = null)
    {
        var certificate = TestCertificate.For(Host);
        var app = await TestApp.StartAsync(
            null,
            builder =>
            {
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
                builder.Services.AddSingleton<IStartupFilter>(new Front(front ?? ((context, next) => next(context))));
            },
            "urls=http://127.0.0.1:0;https://127.0.0.1:0"
        );
        return new SmokedApp(app, certificate);
    }

    /// <summary>Runs every check.</summary>
    /// <returns>What was found, by name, and what was written.</returns>
    public async Task<(IReadOnlyDictionary<string, Finding> Found, string Output)> RunAsync(string key, SmokeTimeouts? timeouts = null)
    {
        using var output = new StringWriter();
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectCallback = ConnectAsync,
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, sent, _, _) => _certificate.Equals(sent),
                },
            }
        );
        var found = await SmokeRunner.RunAsync(
            new SmokeRun(client, new Uri($"https://{Host}"), key, timeouts ?? Long, TimeProvider.System),
            output
        );
        return (found.ToDictionary(item => item.Check.Name, item => item.Finding), output.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _certificate.Dispose();
    }

    /// <summary>Leads the name to this machine.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var scheme = context.DnsEndPoint.Port == 443 ? "https:" : "http:";
        var address = new Uri(
            App.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.Single(url => url.StartsWith(scheme, StringComparison.Ordinal))
        );
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private sealed class Front(Func<HttpContext, RequestDelegate, Task> front) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(inner => context => front(context, SendsOn(inner)));
                next(app);
            };

        private static RequestDelegate SendsOn(RequestDelegate inner) =>
            context =>
            {
                if (context.Request.IsHttps || context.Request.Host.Host != Host)
                    return inner(context);
                context.Response.Redirect($"https://{Host}{context.Request.Path}");
                return Task.CompletedTask;
            };
    }
}
