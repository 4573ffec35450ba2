using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>Forwards a request as a Functions host does with <c>enableProxyingHttpRequest</c>.</summary>
internal sealed class HostForwarding(IHttpForwarder forwarder, int port) : IDisposable
{
    public const string Version = "4.1037.0.0";

    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly HttpMessageInvoker _client = new(new Retries(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    }));

    public async Task ForwardAsync(HttpContext context)
    {
        // A body of known length is read whole before the program hears of it; a chunked one streams.
        if (context.Request.ContentLength is > 0)
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            body.Position = 0;
            context.Request.Body = body;
        }
        var failure = await forwarder.SendAsync(context, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), _client, Config, new Headers(Guid.NewGuid().ToString()));
        if (failure != ForwarderError.None && !context.Response.HasStarted)
            AnswerEmpty(context, StatusCodes.Status500InternalServerError);
    }

    public static void AnswerEmpty(HttpContext context, int status)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
    }

    public void Dispose() => _client.Dispose();

    private sealed class Headers(string invocation) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string destination, CancellationToken cancel)
        {
            await base.TransformRequestAsync(context, request, destination, cancel);
            request.Headers.Host = null;
            Overwrite(request, "X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString());
            Overwrite(request, "X-Forwarded-Host", context.Request.Host.Value);
            Overwrite(request, "X-Forwarded-Proto", context.Request.Scheme);
            Overwrite(request, "X-Azure-Functions-InvocationId", invocation);
            Overwrite(request, "X-Azure-Functions-HostVersion", Version);
            Overwrite(request, "x-ms-invocation-id", invocation);
        }

        private static void Overwrite(HttpRequestMessage request, string name, string? value)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>Tries again while the program is away. What has sent its body cannot be sent again, which ends in the failure that it is.</summary>
    private sealed class Retries(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private const int Most = 10;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await base.SendAsync(request, cancellationToken);
                }
                catch (Exception e) when (e is HttpRequestException or InvalidOperationException && attempt < Most)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(250, 50 * attempt)), TimeProvider.System, cancellationToken);
                }
            }
        }
    }
}
