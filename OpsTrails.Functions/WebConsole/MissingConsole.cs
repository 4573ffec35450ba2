using System.Text;

namespace OpsTrails.Functions.WebConsole;

/// <summary>The page that browsers get if the console isn't built.</summary>
internal static class MissingConsole
{
    private static readonly byte[] Html = Encoding.UTF8.GetBytes(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>OpsTrails</title>
        </head>
        <body>
        <main>
        <h1>OpsTrails is running without its console</h1>
        <p>To build the console, install Node 20.19 or later and run <code>dotnet run --project OpsTrails.Functions</code> again.</p>
        <p>The API works without it. It is at <code>/api/v1</code>; see the <a href="/docs/api">API description</a>.</p>
        </main>
        </body>
        </html>

        """
    );

    public static Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = Html.Length;
        response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(Html, context.RequestAborted).AsTask();
    }
}
