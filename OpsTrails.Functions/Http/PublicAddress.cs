using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Http;

/// <summary>
/// The address under which callers reach the program: that of the settings, or what a trusted proxy says in its headers. Links, cookies,
/// redirects and rate limits follow it.
/// </summary>
internal static class PublicAddress
{
    /// <summary>Believes the forwarded headers of trusted proxies only.</summary>
    public static void AddPublicAddress(this IServiceCollection services, FunctionsHost host)
    {
        // A Functions host's own headers are handled by the worker's package.
        if (host.IsPresent)
            return;
        services
            .AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<OpsTrailsOptions>>(
                static (forwarded, settings) =>
                {
                    var proxies = PublicAccess.ReadNetworks(settings.Value.TrustedProxies, out _);
                    forwarded.KnownProxies.Clear();
                    forwarded.KnownIPNetworks.Clear();
                    foreach (var network in proxies)
                        forwarded.KnownIPNetworks.Add(network);
                    // Without networks the middleware would believe everyone.
                    forwarded.ForwardedHeaders =
                        proxies.Count == 0
                            ? ForwardedHeaders.None
                            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
                    // Every proxy of a chain has to be trusted, however long it is.
                    forwarded.ForwardLimit = null;
                }
            );
    }

    public static void UsePublicAddress(this IApplicationBuilder app)
    {
        if (!app.ApplicationServices.GetRequiredService<FunctionsHost>().IsPresent)
            app.UseForwardedHeaders();
        app.UseMiddleware<PublicUrlMiddleware>();
    }

    /// <summary>The program's base address as the client sees it, without a trailing slash.</summary>
    public static string Of(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";

    private sealed class PublicUrlMiddleware(RequestDelegate next, IOptions<OpsTrailsOptions> options)
    {
        private readonly Uri? _url = options.Value.PublicUrl is { } url ? PublicAccess.ReadUrl(url) : null;

        public Task InvokeAsync(HttpContext context)
        {
            if (_url is not null)
            {
                context.Request.Scheme = _url.Scheme;
                context.Request.Host = new HostString(_url.Authority);
            }
            return next(context);
        }
    }
}
