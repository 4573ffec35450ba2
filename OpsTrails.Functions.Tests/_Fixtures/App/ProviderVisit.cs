using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The way to the provider and back, step by step, as a browser goes it.</summary>
internal static class ProviderVisit
{
    /// <summary>Asks the program for the way.</summary>
    public static Task<Answer> BeginAsync(this Browser browser, string? invitation = null, string? returnTo = null) =>
        browser.Client.AskAsync(HttpMethod.Post, "/api/v1/sign-in", JsonSerializer.Serialize(new { invitation, returnTo }));

    /// <summary>Goes to the provider.</summary>
    /// <returns>Where it sends the browser then.</returns>
    public static async Task<Uri> VisitAsync(string location)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri(location), TestContext.Current.CancellationToken);
        return response.Headers.Location
            ?? throw new InvalidOperationException(
                $"The provider answers {(int)response.StatusCode}: "
                    + $"{await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}"
            );
    }

    /// <summary>The whole way to the provider, up to where it sends the browser.</summary>
    public static async Task<Uri> ApproveAsync(this Browser browser, string? invitation = null, string? returnTo = null)
    {
        var begun = await browser.BeginAsync(invitation, returnTo);
        Assert.True(begun.Status == 200, begun.Body);
        return await VisitAsync(begun.Data.GetProperty("location").GetString()!);
    }

    /// <summary>Signs in through the provider and back. After success the browser has the session's token.</summary>
    /// <returns>Where the program sends the browser then.</returns>
    public static async Task<string> EnterAsync(this Browser browser, string? invitation = null, string? returnTo = null) =>
        await browser.ReturnAsync(await browser.ApproveAsync(invitation, returnTo));

    /// <summary>Comes back from the provider.</summary>
    /// <returns>Where the program sends the browser then.</returns>
    public static async Task<string> ReturnAsync(this Browser browser, Uri callback)
    {
        var answer = await browser.Client.AskAsync(callback.PathAndQuery);
        Assert.True(answer.Status == 302, answer.Body);
        var session = await browser.Client.AskAsync("/api/v1/session");
        if (session.Status == 200)
            browser.UseAntiforgery(session.Data.GetProperty("antiforgeryToken").GetString());
        return answer.Header("location")!;
    }

    /// <summary>Makes an invitation.</summary>
    /// <returns>The part after the # of its link.</returns>
    public static async Task<string> InviteAsync(this HttpClient client, string role = "MEMBER")
    {
        var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/invitations", JsonSerializer.Serialize(new { role }));
        Assert.True(answer.Status == 201, answer.Body);
        return new Uri(answer.Data.GetProperty("url").GetString()!).Fragment[1..];
    }

    /// <summary>A browser in which somebody has just joined in this role.</summary>
    public static async Task<Browser> JoinAsync(TestApp app, TestProvider provider, Browser inviter, string role, string subject)
    {
        var browser = new Browser(app);
        provider.User = new ProviderUser(subject, "Name of " + subject, subject + "@example.com");
        Assert.Equal("/", await browser.EnterAsync(await inviter.Client.InviteAsync(role)));
        return browser;
    }

    /// <summary>The signed-in person's id.</summary>
    public static async Task<string> PersonIdAsync(this Browser browser) =>
        (await browser.Client.AskAsync("/api/v1/session")).Data.GetProperty("person").GetProperty("id").GetString()!;
}
