using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace OpsTrails.Functions.WebConsole;

/// <summary>
/// Serves the web console from <c>wwwroot</c>. All of its addresses serve the same page, to browsers only. Other clients get the API's
/// answer at that address.
/// </summary>
internal static class ConsolePages
{
    private const string Page = "/index.html";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly HashSet<string> Addresses = new(StringComparer.Ordinal)
    {
        "/",
        "/index.html",
        "/compare",
        "/diff",
        "/environments",
        "/incidents",
        "/events",
        "/grid",
        "/invitation",
        "/settings",
        "/sign-in",
        "/systems",
        "/versions",
    };

    /// <summary>Prefixes of pages.</summary>
    private static readonly string[] Areas = ["/events/", "/settings/"];

    public static void UseConsole(this IApplicationBuilder app)
    {
        var files = app.ApplicationServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider;
        var isBuilt = files.GetFileInfo(Page).Exists;
        app.Use(
            async (context, next) =>
            {
                if (!IsFor(context.Request))
                {
                    await next(context);
                    if (IsUnknownPage(context))
                        await (isBuilt ? WriteNotFoundAsync(context, files.GetFileInfo(Page)) : MissingConsole.WriteAsync(context));
                    return;
                }
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers.Vary = HeaderNames.Accept;
                context.Request.Path = Page;
                await (isBuilt ? next(context) : MissingConsole.WriteAsync(context));
            }
        );
        if (isBuilt)
            app.UseConsoleFiles(files);
    }

    private static bool IsFor(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return false;
        var path = request.Path.Value ?? "";
        return (Addresses.Contains(path) || Areas.Any(area => path.StartsWith(area, StringComparison.Ordinal))) && IsBrowser(request);
    }

    /// <summary>Whether a browser asks for an address of nothing. Answers of the API are always JSON.</summary>
    private static bool IsUnknownPage(HttpContext context)
    {
        var response = context.Response;
        return response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentLength: null, ContentType: null }
            && context.GetEndpoint() is null
            && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && IsBrowser(context.Request);
    }

    /// <summary>The console itself says that there is no such page, and leads on.</summary>
    private static Task WriteNotFoundAsync(HttpContext context, IFileInfo page)
    {
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.Vary = HeaderNames.Accept;
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.SendFileAsync(page, context.RequestAborted);
    }

    /// <summary>Browsers accept text/html by name. A Functions host and most programs send */* or nothing.</summary>
    private static bool IsBrowser(HttpRequest request) =>
        request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
