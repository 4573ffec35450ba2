using System.Net;
using Microsoft.AspNetCore.Http;
using OpsTrails.Functions.Tests.Package.Rpc;
using Yarp.ReverseProxy.Forwarder;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// Calls the HTTP function as a Functions host does: an invocation over gRPC, and the request itself proxied to the worker under the same
/// id.
/// </summary>
internal sealed class HostForwarding(IHttpForwarder forwarder, string function) : IDisposable
{
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly HttpMessageInvoker _client = new(
        new Retries(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                UseCookies = false,
                ActivityHeadersPropagator = null,
            }
        )
    );

    public async Task ForwardAsync(HttpContext context, WorkerChannel worker)
    {
        // The host reads a body of known length before the worker hears of it. A chunked body streams.
        if (context.Request.ContentLength is > 0)
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            body.Position = 0;
            context.Request.Body = body;
        }
        var invocation = Guid.NewGuid().ToString();
        var http = new RpcHttp
        {
            Method = context.Request.Method,
            Url = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}",
        };
        var called = worker.CallAsync(function, invocation, new TypedData { Http = http }, context.RequestAborted);
        var failure = await forwarder.SendAsync(context, worker.HttpUri, _client, Config, new Headers(invocation));
        await ((Task)called).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (failure != ForwarderError.None && !context.Response.HasStarted)
            AnswerEmpty(context, StatusCodes.Status500InternalServerError);
    }

    public static void AnswerEmpty(HttpContext context, int status)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Tries again while the worker doesn't listen yet. A body that was sent can't be sent again, so that fails.</summary>
    private sealed class Retries(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private const int MaxAttempts = 10;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await base.SendAsync(request, cancellationToken);
                }
                catch (Exception e) when (e is HttpRequestException or InvalidOperationException && attempt < MaxAttempts)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(250, 50 * attempt)), TimeProvider.System, cancellationToken);
                }
            }
        }
    }

    private sealed class Headers(string invocation) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext context,
            HttpRequestMessage request,
            string destination,
            CancellationToken cancel
        )
        {
            await base.TransformRequestAsync(context, request, destination, cancel);
            request.Headers.Host = null;
            Overwrite(request, "X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString());
            Overwrite(request, "X-Forwarded-Host", context.Request.Host.Value);
            Overwrite(request, "X-Forwarded-Proto", context.Request.Scheme);
            Overwrite(request, "x-ms-invocation-id", invocation);
        }

        private static void Overwrite(HttpRequestMessage request, string name, string? value)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
