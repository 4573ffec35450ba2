using System.Text;

namespace OpsTrails.Functions.WebConsole;

/// <summary>What a browser sees while the console has not been built.</summary>
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
        <h1>OpsTrails runs; its console is not built</h1>
        <p>Install Node 20.19 or later and start again: <code>dotnet run --project OpsTrails.Functions</code> builds the console.</p>
        <p>The API needs none of it: it is at <code>/api/v1</code>, and <a href="/docs/api">described here</a>.</p>
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
