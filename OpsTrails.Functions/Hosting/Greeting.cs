using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Keys;
using OpsTrails.Core.People;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.People;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Hosting;

/// <summary>
/// The text at start-up. It shows a sign-in link, and a key at the very first start, in the Development environment only: elsewhere
/// standard output ends up in logs.
/// </summary>
internal static class Greeting
{
    private const string FirstKeyName = "first key";
    private const string FirstKeyCreator = "first-start";
    private const string FirstEvent =
        """{"specversion":"1.0","type":"deployment","source":"BE","subject":"STAGING","time":"NOW","""
        + """
            "version":"1.0.0","id":"my-first-event"}
            """;

    public static async Task WriteAsync(WebApplication app, bool isFirstStart, TextWriter console)
    {
        var options = app.Services.GetRequiredService<IOptions<OpsTrailsOptions>>().Value;
        var url = AddressOf(app);
        var text = new StringWriter();
        await text.WriteLineAsync($"OpsTrails {ProgramVersion.Text} listens on {url}");
        await text.WriteLineAsync($"Events are stored in {StorageFeature.Describe(options.Storage)}");
        await text.WriteLineAsync(EventGridFeature.Describe(app.Services));
        if (options.PublicUrl is { } publicUrl)
        {
            url = publicUrl.TrimEnd('/');
            await text.WriteLineAsync($"People and assistants reach it at {url}");
        }
        await WriteAccessAsync(text, app, url, isFirstStart, options.SetupToken is not null);
        await console.WriteLineAsync(text.ToString());
        await console.FlushAsync();
    }

    private static async Task WriteAccessAsync(StringWriter text, WebApplication app, string url, bool isFirstStart, bool hasSetupToken)
    {
        await text.WriteLineAsync();
        if (isFirstStart && app.Environment.IsDevelopment())
            await WriteFirstKeyAsync(text, app, url);
        else
            await WriteKeyCommandAsync(text, url, hasSetupToken);
        if (app.Environment.IsDevelopment())
            await WriteSignInLinkAsync(text, app, url);
    }

    private static async Task WriteFirstKeyAsync(StringWriter text, WebApplication app, string url)
    {
        var organization = app.Services.GetRequiredService<Installation>().Organization;
        var (_, key) = await app
            .Services.GetRequiredService<KeyStore>()
            .IssueAsync(organization, FirstKeyName, KeyScope.ReadWrite, null, FirstKeyCreator, CancellationToken.None);
        await text.WriteLineAsync(
            $$$"""
            First start. Copy this key of scope READ_WRITE now: it won't be shown again.

              {{{key.Reveal()}}}

            Record an event:

              curl -X POST {{{url}}}/api/v1/events \
                -H "Authorization: Bearer {{{key.Reveal()}}}" \
                -H "Content-Type: application/json" \
                -d '{{{FirstEvent}}}'

            Read it back:

              curl -H "Authorization: Bearer {{{key.Reveal()}}}" {{{url}}}/api/v1/events/my-first-event
            """
        );
    }

    private static async Task WriteSignInLinkAsync(StringWriter text, WebApplication app, string url)
    {
        var organization = app.Services.GetRequiredService<Installation>().Organization;
        var (token, _) = await app.Services.GetRequiredService<SignInLinks>().MakeAsync(organization, by: null, CancellationToken.None);
        await text.WriteLineAsync(
            $"""

            Open the console as owner. This link works once, for {SignInToken.Lifetime.TotalMinutes:0} minutes:

              {SignInLinks.AddressOf(url, token)}
            """
        );
    }

    private static async Task WriteKeyCommandAsync(StringWriter text, string url, bool hasSetupToken)
    {
        if (!hasSetupToken)
            await text.WriteLineAsync(
                "To create an API key, start OpsTrails with a setup token of at least 32 characters in OpsTrails__SetupToken, then run:"
            );
        else
            await text.WriteLineAsync("To create an API key, run:");
        await text.WriteLineAsync(
            $$$"""

              curl -X POST {{{url}}}/api/v1/keys \
                -H "Authorization: Bearer $OpsTrails__SetupToken" \
                -H "Content-Type: application/json" \
                -d '{"name":"ci","scope":"READ_WRITE"}'
            """
        );
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
}
